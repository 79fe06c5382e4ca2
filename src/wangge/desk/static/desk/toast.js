// A short notice at the edge of the page. Errors stay until closed, others go by themselves.
import { say } from "./said.js";

export function toast(text, kind = "info", seconds = kind === "error" ? 0 : 5) {
  const note = document.createElement("div");
  note.className = `toast-note toast-${kind}`;
  note.setAttribute("role", kind === "error" ? "alert" : "status");
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "notice-close";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", say("close"));
  close.textContent = "×";
  note.append(words, close);
  document.getElementById("toasts").append(note);
  if (seconds) setTimeout(() => note.remove(), seconds * 1000);
  return note;
}
