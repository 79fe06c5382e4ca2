// The patroller's report: the position is taken by itself, the category guessed from the words, and
// what lies near is asked about first. Nothing is applied without a tap.
import { choose } from "./case.js";

const form = document.querySelector("[data-report]");
const texts = JSON.parse(document.getElementById("report-saying").textContent);
const say = (name, values = {}) =>
  texts[name].replace(/\{(\w+)\}/g, (blank, key) => (key in values ? values[key] : blank));
const { lng, lat, accuracy, text, category } = form.elements;
const where = form.querySelector("[data-where]");
const nearBox = form.querySelector("[data-near]");
const nearRows = form.querySelector("[data-near-rows]");
const guess = form.querySelector("[data-guess]");
const manual = form.querySelector(".report-manual");

// Position: as the page opens, again on demand, or by a tap on the map.
const locate = form.querySelector("[data-locate]");
const mapButton = form.querySelector("[data-open-map]");
const mapBox = document.getElementById("report-map");
let map = null;

function take() {
  where.textContent = say("locating");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => at(coords.longitude, coords.latitude, Math.round(coords.accuracy)),
    () => {
      where.textContent = say("denied");
      manual.open = true;
    },
    { enableHighAccuracy: true, maximumAge: 15_000, timeout: 12_000 },
  );
}

function at(x, y, metres) {
  lng.value = x.toFixed(6);
  lat.value = y.toFixed(6);
  accuracy.value = metres ?? "";
  where.textContent = metres == null ? say("tapped") : say("located", { metres });
  map?.picked({ lng: x, lat: y });
  look();
}

async function openMap() {
  mapBox.hidden = false;
  mapButton.setAttribute("aria-expanded", "true");
  if (map) return;
  const { showMap } = await import("../places/map.js");
  map = await showMap(mapBox, {
    url: mapBox.dataset.source,
    onPick: (spot) => at(spot.lng, spot.lat),
  });
  if (lng.value) map?.picked({ lng: Number(lng.value), lat: Number(lat.value) });
}

mapButton.hidden = false;
mapButton.addEventListener("click", openMap);
if ("geolocation" in navigator) {
  locate.hidden = false;
  locate.addEventListener("click", take);
  if (!lng.value) take();
} else {
  where.textContent = say("denied");
  manual.open = true;
}

// Words: the category guessed from them, and what looks alike.
let pause;
text.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => { suggest(); look(); }, 350);
});
category.addEventListener("change", () => {
  for (const chip of guess.children) chip.setAttribute("aria-pressed", String(chip.dataset.value === category.value));
  look();
});

async function json(address, values) {
  try {
    const answer = await fetch(`${address}?${new URLSearchParams(values)}`, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // a help only: the report goes without it
  }
}

async function suggest() {
  const words = text.value.trim();
  const found = words ? await json(form.dataset.suggest, { text: words }) : { suggestions: [] };
  if (!found || text.value.trim() !== words) return;
  guess.replaceChildren(...found.suggestions.map((one) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.dataset.value = one.id;
    chip.setAttribute("aria-pressed", String(one.id === category.value));
    chip.textContent = say("suggested", one);
    chip.addEventListener("click", () => choose(form, "category", one.id));
    return chip;
  }));
}

let asked = 0;
async function look() {
  if (!lng.value) return;
  asked += 1;
  const mine = asked;
  const found = await json(form.dataset.nearby, {
    lng: lng.value, lat: lat.value, category: category.value, text: text.value.trim(),
  });
  if (!found || mine !== asked) return;
  if (accuracy.value) {
    const metres = accuracy.value;
    where.textContent = found.grid ? say("inGrid", { grid: found.grid, metres }) : say("outside");
  } else {
    where.textContent = found.grid || say("outside");
  }
  nearBox.hidden = !found.near.length;
  nearRows.replaceChildren(...found.near.map(row));
}

function row(one) {
  const item = document.createElement("li");
  item.className = "near-row";
  const words = document.createElement("div");
  const link = document.createElement("a");
  link.href = one.url;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = one.number;
  const what = document.createElement("strong");
  what.textContent = one.name;
  const note = document.createElement("span");
  note.className = "soft";
  note.textContent = [one.text, one.where].filter(Boolean).join(" · ");
  words.append(what, link, note);
  const button = document.createElement("button");
  button.className = "btn";
  button.name = "same";
  button.value = one.id;
  button.textContent = say("same");
  item.append(words, button);
  return item;
}

// Settled on the spot: what then is asked shows only then.
const settled = form.querySelector("[data-settled]");
const more = form.querySelector("[data-settled-more]");
if (settled) {
  const show = () => { more.hidden = !settled.checked; };
  settled.addEventListener("change", show);
  show();
}
