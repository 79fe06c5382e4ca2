// One's own cases: how far away each lies, and the nearest first where that is wanted. The position
// stays in this browser.
const button = document.querySelector("[data-sort-near]");
const list = document.querySelector("[data-near-list]");
if (button && list && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        sort([coords.longitude, coords.latitude]);
        button.disabled = false;
      },
      () => { button.disabled = false; },
      { enableHighAccuracy: true, maximumAge: 60_000, timeout: 10_000 },
    );
  });
}

function sort([lng, lat]) {
  const rows = [...list.children].map((row) => [row, away(row, lng, lat)]);
  rows.sort((one, other) => one[1] - other[1]);
  for (const [row, metres] of rows) {
    const words = row.querySelector("[data-away]");
    if (Number.isFinite(metres)) words.textContent = metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`;
    list.append(row);
  }
}

function away(row, lng, lat) {
  if (!row.dataset.lng) return Infinity;
  const east = (Number(row.dataset.lng) - lng) * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(east, Number(row.dataset.lat) - lat) * 111_320;
}
