// A document takes seconds to set the first time: its button says so until the file is there.
const nameIn = (header) => {
  const coded = /filename\*=UTF-8''([^;]+)/.exec(header || "");
  return coded ? decodeURIComponent(coded[1]) : "";
};

async function fetched(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const name = nameIn(answer.headers.get("Content-Disposition"));
  if (!answer.ok || !name) throw new Error(String(answer.status));
  const url = URL.createObjectURL(await answer.blob());
  const save = Object.assign(document.createElement("a"), { href: url, download: name });
  save.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

for (const link of document.querySelectorAll("a[data-download]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy") === "true") return;
    const words = link.innerHTML;
    link.setAttribute("aria-busy", "true");
    link.textContent = link.dataset.download;
    try {
      await fetched(link);
    } catch {
      location.assign(link.href);
    } finally {
      link.innerHTML = words;
      link.removeAttribute("aria-busy");
    }
  });
}
