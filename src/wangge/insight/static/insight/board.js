// The board's map: grids and places in the shades of the coverage cells. A screen on a wall
// fetches it anew together with the rest.
import { showMap } from "../places/map.js";

const FRESH = 60_000;
const SHADES = { q0: "#ef9a93", q1: "#f5c584", q2: "#efe08a", q3: "#b5dfa3", full: "#6fc187", none: "#e3e8ee" };
const element = document.querySelector("[data-board-map]");

async function draw() {
  await showMap(element, {
    url: element.dataset.boardMap,
    colourBy: (feature) => SHADES[feature.properties.heat],
  });
}

if (element) {
  draw();
  if (document.body.classList.contains("wall")) setInterval(draw, FRESH);
}
