// What every page has: menus that close, notices that go, a bar for anything slow, forms sent once.
import "./date-range.js";
import "./dialog.js";
import "./forms.js";
import "./photo-picker.js";
import "./tree-pick.js";
import { say } from "./said.js";
import { toast } from "./toast.js";

// Menus are <details>: they work without this; with it, one is open at a time and Escape closes it.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  event.target.closest("[data-dismiss]")?.closest(".notice, .toast-note")?.remove();
  const print = event.target.closest("[data-print]");
  if (print) window.print();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The bar appears when something takes longer than a blink.
const busy = document.getElementById("busy");
let running = 0;
let waiting;
const begin = () => {
  running += 1;
  waiting ??= setTimeout(() => { busy.hidden = false; }, 180);
};
const end = () => {
  running = Math.max(0, running - 1);
  if (running) return;
  clearTimeout(waiting);
  waiting = undefined;
  busy.hidden = true;
};
document.addEventListener("htmx:beforeRequest", begin);
document.addEventListener("htmx:afterRequest", end);
document.addEventListener("htmx:sendError", () => toast(say("wrong"), "error"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) toast(say("wrong"), "error");
});
document.addEventListener("submit", (event) => { if (!event.defaultPrevented) begin(); });
window.addEventListener("pageshow", () => { running = 0; end(); });

// On a narrow screen the search card would fill the screen: a button opens it there.
for (const form of document.querySelectorAll("form.filters")) {
  const toggle = document.createElement("button");
  toggle.type = "button";
  toggle.className = "btn filters-toggle";
  toggle.textContent = say("filters");
  form.id ||= "filters";
  toggle.setAttribute("aria-controls", form.id);
  toggle.setAttribute("aria-expanded", "false");
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") === "false"));
  });
  form.before(toggle);
}

// A wide table that scrolls sideways can be reached with the keyboard.
for (const box of document.querySelectorAll(".table-responsive")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
