// The number of unread notices beside the bell, fetched once the page stands and then each minute.
const bell = document.querySelector("[data-bell]");

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(bell.dataset.bell, { headers: { "X-Passive": "1", Accept: "application/json" } });
    if (!answer.ok) return;
    const { unread } = await answer.json();
    const number = bell.querySelector("[data-bell-number]");
    number.textContent = unread > 99 ? "99+" : String(unread);
    number.hidden = unread === 0;
  } catch {
    // Without a connection the old number stays.
  }
}

if (bell) {
  refresh();
  setInterval(refresh, 60_000);
  document.addEventListener("visibilitychange", refresh);
}
