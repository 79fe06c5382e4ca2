// Puts a map into every element with data-map; with data-pick it fills the form's position.
import { showMap } from "./map.js";

for (const element of document.querySelectorAll("[data-map]")) start(element);

async function start(element) {
  const form = element.hasAttribute("data-pick") ? element.closest("form") : null;
  const map = await showMap(element, {
    url: element.dataset.map,
    focus: element.dataset.focus,
    engine: element.dataset.engine,
    onPick: form ? (at) => write(form, at) : undefined,
  });
  if (!map || !form) return;
  const { lng, lat, crs } = form.elements;
  const show = () => {
    // What is typed in another system is converted by the server, not here.
    const known = lng.value && lat.value && ["wgs84", "cgcs2000"].includes(crs.value);
    map.picked(known ? { lng: Number(lng.value), lat: Number(lat.value) } : null);
  };
  for (const field of [lng, lat, crs]) field.addEventListener("change", show);
  show();
}

function write(form, at) {
  form.elements.lng.value = at.lng.toFixed(7);
  form.elements.lat.value = at.lat.toFixed(7);
  form.elements.crs.value = "wgs84";
  form.elements.lng.dispatchEvent(new Event("input", { bubbles: true }));
}
