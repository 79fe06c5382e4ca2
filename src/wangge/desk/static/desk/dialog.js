// Native dialogs: <button data-dialog="id"> opens <dialog id="id" class="sheet">; a button with
// data-close inside closes it, as does Escape or a click beside it. Focus returns to the opener.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog || dialog.open) return;
    event.preventDefault();
    dialog.addEventListener("close", () => opener.focus(), { once: true });
    dialog.showModal();
    (dialog.querySelector("[autofocus], textarea, select, input:not([type=hidden])") ?? dialog).focus();
    return;
  }
  const dialog = event.target.closest("dialog.sheet");
  if (!dialog) return;
  if (event.target.closest("[data-close]") || event.target === dialog) dialog.close();
});
