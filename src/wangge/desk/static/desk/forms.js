// Forms: sent once, and not left by accident while something in them is unsaved.
import { say } from "./said.js";

// The same form sent twice is one action on the server too; this spares the second request. The
// buttons are disabled after the browser has taken the form's values, so the pressed one counts.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get" || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  form.dispatchEvent(new CustomEvent("form-sent"));
  if (form.hasAttribute("data-again")) return; // a download leaves the page as it is
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) {
      if (!button.disabled) {
        button.disabled = true;
        button.dataset.held = "yes";
      }
    }
  });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-held]")) {
    button.disabled = false;
    delete button.dataset.held;
  }
}

// <form data-unsaved>: the browser asks before the page is left with changes in it.
let changed = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-unsaved]")) changed = true;
});
document.addEventListener("submit", () => { changed = false; });
window.addEventListener("beforeunload", (event) => {
  if (!changed) return;
  event.preventDefault();
  event.returnValue = say("leave");
});
document.addEventListener("htmx:confirm", () => { changed = false; });

// <select data-submit> sends its form as soon as something is chosen.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});
