// <form data-selection>: one box chooses all of the page, and how many are chosen is said.
for (const form of document.querySelectorAll("form[data-selection]")) {
  const all = form.querySelector("[data-all]");
  const boxes = () => [...form.querySelectorAll("input[name=task]")];
  const whole = form.querySelector("input[name=whole]");
  const words = form.querySelector("[data-chosen]");
  const tell = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    if (words) words.textContent = chosen ? `${chosen} / ${boxes().length}` : "";
    if (all) {
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && chosen < boxes().length;
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    if (event.target === whole) for (const box of boxes()) box.checked = whole.checked;
    tell();
  });
  tell();
}
