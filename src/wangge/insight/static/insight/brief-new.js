// A week is Monday to Sunday: choosing it, or another day while it is chosen, sets both days.
const form = document.getElementById("new-brief");
if (form) {
  const [from, to] = form.querySelectorAll("input[type=date]");
  const DAY = 86_400_000;
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  const settle = () => {
    if (form.elements.span.value !== "week" || !from.value) return;
    const time = Date.parse(`${from.value}T00:00:00Z`);
    const monday = time - ((new Date(time).getUTCDay() + 6) % 7) * DAY;
    from.value = iso(monday);
    to.value = iso(monday + 6 * DAY);
  };
  form.addEventListener("change", (event) => {
    if (event.target === from || event.target.name === "span") settle();
  });
}
