// A list with a selection: one box chooses the page, how many are chosen is said, what can be done to
// them shows once something is chosen. Keys: j and k move, x chooses, Enter opens, / searches.
for (const form of document.querySelectorAll("form[data-selection]")) {
  const all = form.querySelector("[data-all]");
  const boxes = () => [...form.querySelectorAll("input[name=case]:not(:disabled)")];
  const words = form.querySelector("[data-chosen]");
  const acts = form.querySelector("[data-acts]");
  const tell = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (words) words.textContent = chosen ? `${chosen} / ${boxes().length}` : "";
    if (acts) acts.hidden = !chosen;
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && chosen < boxes().length;
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    tell();
  });
  // Coming back with the browser's own button, boxes may be ticked before this runs.
  window.addEventListener("pageshow", tell);
  tell();
}

// On a phone the strip of queues is wider than the screen; the present one is brought into sight.
const tab = document.querySelector(".queue-tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;

const rows = () => [...document.querySelectorAll("tr[data-row]")];
const linkOf = (row) => row?.querySelector(".main a");

function move(step) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  linkOf(next)?.focus();
}

function choose() {
  const row = document.activeElement?.closest("tr[data-row]");
  row?.querySelector("input[name=case]:not(:disabled)")?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: choose,
  "/": () => document.querySelector("form.filters input[type=search]")?.focus(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
