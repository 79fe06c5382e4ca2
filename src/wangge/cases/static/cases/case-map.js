// The map of cases: our grids, and marks that the server counts anew for each view.
import { showMap } from "../places/map.js";

const COLOURS = { red: "#c22a22", yellow: "#9a5b00", green: "#1f8a4c", none: "#5d6a77" };
const WAIT = 200; // milliseconds a view stands still before it is asked for

for (const element of document.querySelectorAll("[data-case-map]")) start(element);

async function start(element) {
  const total = document.querySelector("[data-total]");
  let map = null;
  let timer;
  let asked = 0;

  async function ask(box, zoom) {
    asked += 1;
    const mine = asked;
    const url = new URL(element.dataset.marks, window.location.href);
    url.searchParams.set("box", box.map((side) => side.toFixed(6)).join(","));
    url.searchParams.set("zoom", zoom.toFixed(1));
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== asked) return;
      const found = await answer.json();
      for (const { properties } of found.features) properties.colour = COLOURS[properties.light];
      map?.marks(found);
      if (total) total.textContent = `${found.total} ${total.dataset.words}`;
    } catch {
      if (total) total.textContent = element.dataset.failed;
    }
  }

  map = await showMap(element, {
    url: element.dataset.caseMap,
    onView: (box, zoom) => {
      clearTimeout(timer);
      timer = setTimeout(() => ask(box, zoom), WAIT);
    },
    onOpen: (feature) => {
      if (feature.properties.count) map.closer(feature.geometry.coordinates);
      else if (feature.properties.number) window.location.assign(feature.properties.url);
    },
  });
}
