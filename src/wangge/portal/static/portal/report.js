// The form of a report: position, map, counter, and what is shown while it is filled in. Without
// this file the form works by address and words.
import { wirePlace } from "./place.js";

const form = document.getElementById("report");
const text = form.elements.text;
const count = document.getElementById("text-count");

function counted() {
  const most = Number(text.dataset.most);
  const length = [...text.value].length;
  count.textContent = count.dataset.words.replace("{count}", length).replace("{most}", most);
  count.classList.toggle("is-bad", length > most);
}
text.addEventListener("input", counted);
counted();

// What is asked of the server goes by itself after a pause, and only the last answer counts.
const hints = [...form.querySelectorAll("[data-hint]")];
let waiting;
let asked = 0;
function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 600);
}

async function ask() {
  const spoken = text.value.trim().length > 1;
  if (!spoken && !form.elements.lng.value) {
    for (const place of hints) place.replaceChildren();
    return;
  }
  const body = new FormData();
  for (const name of ["csrfmiddlewaretoken", "text", "lng", "lat", "crs", "category"]) {
    body.append(name, form.elements[name].value);
  }
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.hints, { method: "POST", body });
    if (!answer.ok || mine !== asked) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === asked) show(found);
  } catch {
    // Without a line there are no hints; the form itself says so when it is sent.
  }
}

// Look-alikes stand under the place, kinds under the words; what says the same stays as it is, so
// that nobody hears it twice.
function show(found) {
  for (const place of hints) {
    const part = found.querySelector(`[data-part=${place.dataset.hint}]`);
    const same = part.textContent.trim() === place.textContent.trim();
    if (!same) place.replaceChildren(...part.childNodes);
  }
}

form.addEventListener("click", (event) => {
  const kind = event.target.closest("[data-kind]")?.dataset.kind;
  if (!kind) return;
  const chip = form.querySelector(`input[name=category][value="${CSS.escape(kind)}"]`);
  if (!chip) return;
  chip.closest("details")?.setAttribute("open", "");
  chip.checked = true;
  chip.focus();
  askSoon();
});
text.addEventListener("input", askSoon);
form.addEventListener("change", (event) => {
  if (event.target.name === "category") askSoon();
});

wirePlace(form, askSoon);
if (form.elements.lng.value || text.value) askSoon();
