// The texts that scripts show, in the reader's language; the page carries them as JSON.
const carried = document.getElementById("saying");
const texts = carried ? JSON.parse(carried.textContent) : {};

/** A text by name, with its {blanks} filled in. */
export function say(name, values = {}) {
  const text = texts[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (blank, key) => (key in values ? values[key] : blank));
}
