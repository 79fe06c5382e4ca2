// The page of a case and the forms on a phone: dialogs that stand open, ready phrases, the filing
// conditions of the chosen category, quantities line by line, the small map.

// A form that came back with a mistake, or was asked for in the address, opens as a real dialog.
for (const dialog of document.querySelectorAll("dialog[data-shown]")) {
  dialog.removeAttribute("open");
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const phrase = event.target.closest("[data-phrase]");
  if (phrase) {
    write(phrase.closest("section, form"), phrase.textContent.trim());
    return;
  }
  const choice = event.target.closest("[data-choose]");
  if (choice) choose(choice.form ?? choice.closest("form"), choice.dataset.choose, choice.dataset.value);
});

// A link that opens a dialog is pressed with the space bar too, as any button.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

function write(around, words) {
  const area = around.querySelector("textarea");
  if (!area || area.value.includes(words)) return;
  area.value = area.value.trim() ? `${area.value.trim()} ${words}` : words;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts a value into a field as if it had been chosen there. */
export function choose(form, name, value) {
  const field = form.elements[name];
  field.value = value;
  field.closest("tree-pick")?.fill?.();
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// Filing conditions: only those of the chosen category, with the words of the one chosen.
const carried = document.getElementById("terms");
const terms = new Map((carried ? JSON.parse(carried.textContent) : []).map((term) => [term.id, term]));
for (const select of document.querySelectorAll("select[data-condition]")) {
  const category = select.form.elements.category;
  const words = select.form.querySelector("[data-filing]");
  const every = [...select.options];
  const narrow = () => {
    const kept = every.filter((option) => !option.value || terms.get(option.value)?.category === category.value);
    const before = select.value;
    select.replaceChildren(...kept);
    select.value = kept.some((option) => option.value === before) ? before : "";
    select.disabled = kept.length < 2;
    tell();
  };
  const tell = () => {
    const first = [...select.options].find((option) => option.value)?.value;
    words.textContent = terms.get(select.value || first)?.filing ?? "";
  };
  category.addEventListener("change", narrow);
  select.addEventListener("change", tell);
  narrow();
}

// Quantities, parts of a split: one line at a time, so that the page stays short.
for (const box of document.querySelectorAll("[data-lines]")) {
  const lines = [...box.querySelectorAll("[data-line]")];
  const more = box.querySelector("[data-more]");
  const least = Number(box.dataset.least ?? 1);
  const isEmpty = (line) => [...line.querySelectorAll("[name]:not([name^=qualifier])")].every((field) => !field.value);
  lines.forEach((line, place) => { line.hidden = place >= least && isEmpty(line); });
  const next = () => lines.find((line) => line.hidden);
  more.hidden = !next();
  more.addEventListener("click", () => {
    const line = next();
    line.hidden = false;
    line.querySelector("input, select").focus();
    more.hidden = !next();
  });
}

// Where it is, among the grids around; and where it should be, in the form that puts it right. A map
// is drawn once somebody can see it.
const draw = { caseMap: drawCase, pickMap: drawPick };
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    for (const [name, map] of Object.entries(draw)) if (name in target.dataset) map(target);
  }
});
for (const element of document.querySelectorAll("[data-case-map], [data-pick-map]")) seen.observe(element);

async function drawPick(element) {
  const { showMap } = await import("../places/map.js");
  const { lng, lat } = element.closest("form").elements;
  const map = await showMap(element, {
    url: element.dataset.pickMap,
    onPick: (at) => {
      lng.value = at.lng.toFixed(6);
      lat.value = at.lat.toFixed(6);
    },
  });
  const show = () => map?.picked(lng.value && lat.value ? { lng: Number(lng.value), lat: Number(lat.value) } : null);
  for (const field of [lng, lat]) field.addEventListener("change", show);
}

async function drawCase(element) {
  const { showMap } = await import("../places/map.js");
  const { id, name, lng, lat } = element.dataset;
  let grids = { type: "FeatureCollection", features: [] };
  try {
    const answer = await fetch(element.dataset.caseMap, { headers: { Accept: "application/json" } });
    if (answer.ok) ({ grids } = await answer.json());
  } catch {
    // the mark alone still says where it is
  }
  const at = [Number(lng), Number(lat)];
  const mark = {
    type: "Feature",
    properties: { id, name, lng: at[0], lat: at[1], closed: false },
    geometry: { type: "Point", coordinates: at },
  };
  await showMap(element, {
    grids,
    places: { type: "FeatureCollection", features: [mark] },
    focus: id,
    onOpen: () => {},
  });
}
