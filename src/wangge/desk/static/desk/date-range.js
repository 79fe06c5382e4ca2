// <date-range> around two native date inputs adds the spans that offices ask for. The element's
// data-today is the office's day, so that a wrong clock on the reader's machine doesn't matter.
// data-since, where given, is the first day of "to date".
import { say } from "./said.js";

const DAY = 86_400_000;
const iso = (time) => new Date(time).toISOString().slice(0, 10);

/** Name → [first day, last day], as ISO dates, seen from one day. */
export function spans(today, since = "") {
  const now = Date.parse(`${today}T00:00:00Z`);
  const date = new Date(now);
  const monday = now - ((date.getUTCDay() + 6) % 7) * DAY;
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  return {
    thisWeek: [iso(monday), iso(monday + 6 * DAY)],
    lastWeek: [iso(monday - 7 * DAY), iso(monday - DAY)],
    thisMonth: [iso(month), iso(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0))],
    toDate: [since, today],
  };
}

class DateRange extends HTMLElement {
  connectedCallback() {
    const [from, to] = this.querySelectorAll("input[type=date]");
    if (!from || !to || this.querySelector(".range-presets")) return;
    const row = document.createElement("div");
    row.className = "range-presets";
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", say("spans"));
    const known = spans(this.dataset.today || iso(Date.now()), this.dataset.since || "");
    for (const [name, [start, end]] of Object.entries(known)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = say(name);
      button.addEventListener("click", () => {
        from.value = start;
        to.value = end;
        for (const input of [from, to]) input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      row.append(button);
    }
    const mark = () => {
      to.min = from.value;
      Object.values(known).forEach(([start, end], place) => {
        row.children[place].setAttribute("aria-pressed", from.value === start && to.value === end);
      });
    };
    this.addEventListener("change", mark);
    this.append(row);
    mark();
  }
}
customElements.define("date-range", DateRange);
