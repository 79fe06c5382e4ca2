// A number's button puts its {name} where the writer's cursor last stood.
const boxes = [...document.querySelectorAll(".brief-box")];
let last = boxes.find((box) => !box.classList.contains("is-heading")) || boxes[0];
for (const box of boxes) box.addEventListener("focus", () => { last = box; });

for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", () => {
    if (!last) return;
    last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  });
}
