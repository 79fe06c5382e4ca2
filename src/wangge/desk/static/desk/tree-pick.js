// <tree-pick> around a <select> whose options carry data-level (0, 1, 2…): region, community, grid.
// It becomes a combobox that is searched by typing (name or code) and moved through with the
// arrows, after the ARIA pattern "combobox with listbox popup". Without scripts the <select> stays.
// data-source names a JSON address for lists too long for the page: [{value, label, level}],
// asked with ?q= as somebody types.
import { say } from "./said.js";

const MOST = 60; // options drawn at once: a list longer than that is narrowed by typing
let number = 0;

class TreePick extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    if (!this.select || this.input) return;
    number += 1;
    this.classList.add("tree-pick");
    this.input = document.createElement("input");
    this.list = document.createElement("ul");
    this.prepare(`tree-${number}`);
    this.select.hidden = true;
    this.append(this.input, this.list);
    this.fill();
    this.listen();
  }

  prepare(id) {
    const label = this.select.id && document.querySelector(`label[for="${this.select.id}"]`);
    this.input.id = `${id}-input`;
    if (label) {
      label.htmlFor = this.input.id;
      label.id ||= `${id}-label`;
      this.list.setAttribute("aria-labelledby", label.id);
    } else {
      this.input.setAttribute("aria-label", this.select.getAttribute("aria-label") ?? say("area"));
      this.list.setAttribute("aria-label", say("area"));
    }
    this.input.className = "form-control";
    this.input.autocomplete = "off";
    this.input.placeholder = say("typeToSearch");
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-controls", `${id}-list`);
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
    }
    this.input.required = this.select.required;
    this.select.required = false;
    this.list.id = `${id}-list`;
    this.list.className = "tree-list";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
  }

  listen() {
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => { this.close(); this.fill(); });
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  options() {
    return [...this.select.options].map((option) => ({
      value: option.value,
      label: option.textContent.trim(),
      level: Number(option.dataset.level || 0),
    }));
  }

  fill() {
    this.input.value = this.select.selectedOptions[0]?.textContent.trim() ?? "";
  }

  async open(sought) {
    const words = sought.trim().toLowerCase();
    let found = this.options();
    if (this.dataset.source && words) {
      const answer = await fetch(`${this.dataset.source}?q=${encodeURIComponent(words)}`);
      if (!answer.ok || this.input.value.trim().toLowerCase() !== words) return;
      found = await answer.json();
    } else if (words) {
      found = found.filter((one) => one.label.toLowerCase().includes(words) || one.value.startsWith(words));
    }
    this.draw(found.slice(0, MOST), found.length > MOST);
  }

  draw(found, isMore) {
    const rows = found.map((one, place) => {
      const row = document.createElement("li");
      row.id = `${this.list.id}-${place}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(one.value === this.select.value));
      row.className = `level-${Math.min(one.level, 2)}`;
      row.dataset.value = one.value;
      row.dataset.label = one.label;
      row.append(one.label);
      if (/^\d+$/.test(one.value)) {
        const code = document.createElement("small");
        code.className = "num";
        code.textContent = one.value;
        row.append(code);
      }
      return row;
    });
    if (!rows.length || isMore) {
      const note = document.createElement("li");
      note.setAttribute("role", "option");
      note.setAttribute("aria-disabled", "true");
      note.className = "soft";
      note.textContent = say(rows.length ? "typeForMore" : "nothingFound");
      rows.push(note);
    }
    this.list.replaceChildren(...rows);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.list.querySelector("[aria-selected=true]"));
  }

  mark(row) {
    this.list.querySelector(".is-active")?.classList.remove("is-active");
    this.input.removeAttribute("aria-activedescendant");
    if (!row) return;
    row.classList.add("is-active");
    row.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", row.id);
  }

  key(event) {
    const rows = [...this.list.querySelectorAll("[data-value]")];
    const at = rows.indexOf(this.list.querySelector(".is-active"));
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
      this.fill();
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (rows[at]) this.choose(rows[at]);
    } else if (event.key === "ArrowDown" && this.list.hidden) {
      event.preventDefault();
      this.open("");
    } else if (event.key.startsWith("Arrow") && event.key in moves && rows.length) {
      event.preventDefault();
      this.mark(rows[(moves[event.key] + rows.length) % rows.length]);
    }
  }

  choose(row) {
    if (!("value" in row.dataset)) return;
    let option = [...this.select.options].find((one) => one.value === row.dataset.value);
    if (!option) {
      option = new Option(row.dataset.label, row.dataset.value);
      this.select.add(option);
    }
    this.select.value = option.value;
    this.fill();
    this.close();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
customElements.define("tree-pick", TreePick);
