// Copies the private link where the browser lets a page do so.
const button = document.getElementById("copy");
const said = document.getElementById("copy-said");
if (navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("link").href);
    said.textContent = button.dataset.copied;
  });
}
