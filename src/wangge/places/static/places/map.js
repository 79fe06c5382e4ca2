// One map for every page: grids and places from our own GeoJSON, without any outside request.
//
//   const map = await showMap(element, {url, grids, places, colourBy, onPick, onOpen, focus});
//
// url       address of {"grids", "places"} as FeatureCollections; or give `grids` and `places`
// colourBy  (feature) => CSS colour or undefined: how a grid or place is filled
// onPick    ({lng, lat}) => void: somebody chose a position (WGS-84)
// onOpen    (feature) => void: somebody chose a grid or place; by default its `url` is followed
// onView    ([west, south, east, north], zoom) => void: another part of the ground is shown
// focus     id of a place, or code of a grid, that stands out and is looked at first
// engine    "gl", "svg" or "auto" (also ?map=gl in the address)
//
// The handle has picked({lng, lat}), recolour(colourBy), fit() and remove(); marks(collection) draws
// points above everything, with a number where they have a `count` and in their own `colour`;
// closer([lng, lat]) looks nearer. Machines without quick WebGL get the same map drawn as SVG.
import { drawSvg } from "./map-svg.js";

const EMPTY = { type: "FeatureCollection", features: [] };

export async function showMap(element, options = {}) {
  let { grids = EMPTY, places = EMPTY } = options;
  if (options.url) {
    try {
      const answer = await fetch(options.url, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      ({ grids, places } = await answer.json());
    } catch {
      say(element, element.dataset.failed ?? "");
      return null;
    }
  }
  const box = boxOf(grids, places, options.focus);
  if (!box && !options.onPick) {
    say(element, element.dataset.empty ?? "");
    return null;
  }
  element.replaceChildren();
  const content = {
    ...options,
    grids,
    places,
    box: box ?? [102.63, 25.06, 102.71, 25.13],
    onOpen: options.onOpen ?? ((feature) => {
      if (feature.properties.url) window.location.assign(feature.properties.url);
    }),
  };
  if (wantsGl(options.engine)) {
    try {
      const { drawGl } = await import("./map-gl.js");
      return await drawGl(element, content);
    } catch {
      element.replaceChildren();
    }
  }
  return drawSvg(element, content);
}

function say(element, words) {
  const line = document.createElement("p");
  line.className = "map-words";
  line.setAttribute("role", "status");
  line.textContent = words;
  element.replaceChildren(line);
}

function wantsGl(engine) {
  const asked = new URLSearchParams(window.location.search).get("map") ?? engine ?? "auto";
  if (asked !== "auto") return asked === "gl";
  try {
    // A machine that would draw WebGL on its processor does SVG better.
    const context = document.createElement("canvas")
      .getContext("webgl2", { failIfMajorPerformanceCaveat: true });
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(context);
  } catch {
    return false;
  }
}

export function idOf(feature) {
  return feature.properties.id ?? feature.properties.code;
}

function* positions(coordinates) {
  if (typeof coordinates?.[0] === "number") yield coordinates;
  else for (const part of coordinates ?? []) yield* positions(part);
}

export function boxOfFeature(feature, box = null) {
  for (const [lng, lat] of positions(feature.geometry?.coordinates)) {
    if (!box) box = [lng, lat, lng, lat];
    box = [Math.min(box[0], lng), Math.min(box[1], lat), Math.max(box[2], lng), Math.max(box[3], lat)];
  }
  return box;
}

// What to look at first: the thing in focus with some ground around it, else everything.
function boxOf(grids, places, focus) {
  const all = [...grids.features, ...places.features];
  const chosen = focus && all.find((feature) => idOf(feature) === focus);
  let box = null;
  for (const feature of chosen ? [chosen] : all) box = boxOfFeature(feature, box);
  if (!box) return chosen ? boxOf(grids, places, null) : null;
  const margin = chosen ? 0.002 : 0.0005;
  return [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin];
}
