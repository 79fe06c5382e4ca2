// Where it is: by the phone's position, or by a tap on the map of our grids.
export function wirePlace(form, changed) {
  const said = document.getElementById("place-said");
  const box = document.getElementById("map-box");
  const toggle = document.getElementById("on-map");
  const here = document.getElementById("here");
  const address = document.getElementById("address-box");
  const { lng, lat, crs } = form.elements;
  let map;

  document.getElementById("ways-to-place").hidden = false;
  const inUse = form.elements.address.value || address.querySelector("[aria-describedby]");
  address.open = Boolean(inUse);
  if (!navigator.geolocation) here.hidden = true;
  if (lng.value && lat.value) said.textContent = said.dataset.kept;

  function choose(at, words) {
    lng.value = at.lng.toFixed(6);
    lat.value = at.lat.toFixed(6);
    crs.value = "wgs84";
    said.textContent = words;
    changed();
  }

  here.addEventListener("click", () => {
    said.textContent = said.dataset.asking;
    here.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        here.disabled = false;
        const at = { lng: coords.longitude, lat: coords.latitude };
        choose(at, said.dataset.taken.replace("{metres}", Math.max(1, Math.round(coords.accuracy))));
        map?.picked(at);
      },
      () => {
        here.disabled = false;
        said.textContent = said.dataset.denied;
        address.open = true;
      },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });

  toggle.addEventListener("click", async () => {
    box.hidden = !box.hidden;
    toggle.setAttribute("aria-expanded", String(!box.hidden));
    if (box.hidden || map) return;
    const { showMap } = await import(form.dataset.map);
    map = await showMap(document.getElementById("map"), {
      url: form.dataset.grids,
      onPick: (at) => choose(at, said.dataset.picked),
    });
    if (map && lng.value && lat.value) map.picked({ lng: Number(lng.value), lat: Number(lat.value) });
  });
}
