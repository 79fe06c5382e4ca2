// Says that the session is about to end, and keeps it while somebody works on the page.
// The server ends it whatever happens here; this only saves people from being surprised.
import { toast } from "../desk/toast.js";

const ADDRESS = "/session/";
const LOOK = 30_000; // how often to think about it
const KEEP = 240_000; // how long somebody may type before the server hears of it
const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

let busy = false; // somebody typed or pressed since the server last heard
let heard = Date.now();
let ends = 0; // when the session ends by what the server last said
let note;

for (const kind of ["keydown", "pointerdown"]) {
  document.addEventListener(kind, () => { busy = true; }, { passive: true });
}
document.addEventListener("htmx:afterRequest", () => { heard = Date.now(); ends = 0; });

async function ask(stay = false) {
  const answer = await fetch(ADDRESS, {
    method: stay ? "POST" : "GET",
    headers: stay ? { "X-CSRFToken": token() } : {},
    redirect: "manual",
  });
  if (!answer.ok) return null; // signed out already, here or on another page
  const said = await answer.json();
  heard = Date.now();
  ends = heard + said.left * 1000;
  return said;
}

function warn(said) {
  if (note) return;
  note = toast(said.sentence, "info", 0);
  note.classList.add("idle-note");
  note.setAttribute("role", "alert");
  const stay = document.createElement("button");
  stay.type = "button";
  stay.className = "btn btn-primary";
  stay.textContent = said.stay;
  stay.addEventListener("click", async () => { await ask(true); calm(); });
  note.append(stay);
}

function calm() {
  note?.remove();
  note = undefined;
}

async function look() {
  try {
    if (busy && Date.now() - heard > KEEP) {
      busy = false;
      await ask(true);
      calm();
      return;
    }
    const near = !ends || ends - Date.now() < 150_000;
    if (!near) return;
    const said = await ask();
    if (said === null || said.left <= 0) location.reload(); // the server shows the sign-in page
    else if (said.left <= said.warn) warn(said);
    else calm();
  } catch {
    // No connection: the session is still the server's affair.
  }
}

setInterval(look, LOOK);
