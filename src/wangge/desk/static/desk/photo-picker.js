// <photo-picker> around <input type="file" accept="image/*" multiple> shows what was chosen, lets
// a photo be taken out again, and makes large ones smaller before they travel over a phone's line.
// data-pixels: the longer side kept (2560); data-most: how many photos (9).
// A photo whose position matters as evidence must travel whole: data-whole switches shrinking off,
// because drawing a picture anew drops what the camera wrote into it.
import { say } from "./said.js";

const SMALL_ENOUGH = 1_500_000; // bytes; below this shrinking isn't worth the battery

/** Bytes in words for people. */
export function sized(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A smaller JPEG of a photo, or the photo itself where that isn't possible or isn't smaller. */
export async function shrink(file, pixels) {
  if (file.size <= SMALL_ENOUGH || !file.type.startsWith("image/")) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // a kind this browser can't draw, such as HEIC: the server reads it
  }
  const scale = Math.min(1, pixels / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const smaller = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!smaller || smaller.size >= file.size) return file;
  const name = `${file.name.replace(/\.[^.]+$/, "")}.jpg`;
  return new File([smaller], name, { type: "image/jpeg", lastModified: file.lastModified });
}

class PhotoPicker extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    if (!this.input || this.list) return;
    this.files = [];
    this.list = document.createElement("ul");
    this.list.className = "photos";
    this.words = document.createElement("p");
    this.words.className = "picker-words";
    this.words.setAttribute("role", "status");
    this.append(this.list, this.words);
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.input.form?.addEventListener("reset", () => { this.files = []; this.show(); });
  }

  async take(chosen) {
    const most = Number(this.dataset.most || 9);
    const pixels = Number(this.dataset.pixels || 2560);
    this.input.form?.setAttribute("aria-busy", "true");
    this.tell(say("preparing"));
    const before = chosen.reduce((sum, file) => sum + file.size, 0);
    const taken = [];
    for (const file of chosen) {
      taken.push("whole" in this.dataset ? file : await shrink(file, pixels));
    }
    this.files = [...(this.input.multiple ? this.files : []), ...taken].slice(0, most);
    this.show();
    const after = taken.reduce((sum, file) => sum + file.size, 0);
    const saved = before - after > 100_000 ? say("shrunk", { before: sized(before), after: sized(after) }) : "";
    this.tell(`${this.total()} ${saved}`.trim());
    this.input.form?.removeAttribute("aria-busy");
  }

  total() {
    if (!this.files.length) return "";
    const bytes = this.files.reduce((sum, file) => sum + file.size, 0);
    return say("photos", { count: this.files.length, size: sized(bytes) });
  }

  tell(text) {
    this.words.textContent = text;
  }

  show() {
    for (const image of this.list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.list.replaceChildren(...this.files.map((file, place) => this.card(file, place)));
    const carrier = new DataTransfer();
    this.files.forEach((file) => carrier.items.add(file));
    this.input.files = carrier.files;
  }

  card(file, place) {
    const item = document.createElement("li");
    const figure = document.createElement("figure");
    figure.className = "photo";
    const frame = document.createElement("span");
    frame.className = "photo-frame";
    const image = document.createElement("img");
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener("error", () => image.replaceWith(file.name));
    frame.append(image);
    const words = document.createElement("figcaption");
    words.append(sized(file.size));
    const out = document.createElement("button");
    out.type = "button";
    out.className = "btn btn-sm";
    out.textContent = "×";
    out.setAttribute("aria-label", say("takeOut", { name: file.name }));
    out.addEventListener("click", () => {
      this.files.splice(place, 1);
      this.show();
      this.tell(this.total());
      this.input.focus();
    });
    words.append(out);
    figure.append(frame, words);
    item.append(figure);
    return item;
  }
}
customElements.define("photo-picker", PhotoPicker);
