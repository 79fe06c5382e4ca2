// The map with MapLibre GL, from our own files and data: no style server, no tiles, no glyphs.
// Names are drawn with the reader's own fonts. Same options as map.js.
import { idOf } from "./map.js";
import { wordsOf } from "./map-svg.js";

const FOLDER = new URL("../npm/maplibre-gl/dist/", import.meta.url);
const FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
let library;

function load() {
  library ??= new Promise((resolve, reject) => {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = new URL("maplibre-gl.css", FOLDER);
    const script = document.createElement("script");
    script.src = new URL("maplibre-gl-csp.js", FOLDER);
    script.onload = () => {
      window.maplibregl.setWorkerUrl(String(new URL("maplibre-gl-csp-worker.js", FOLDER)));
      resolve(window.maplibregl);
    };
    script.onerror = reject;
    document.head.append(sheet, script);
  });
  return library;
}

export async function drawGl(element, { grids, places, box, colourBy, onPick, onOpen, onView, focus }) {
  const { Map: GlMap, Marker, NavigationControl } = await load();
  const coloured = (collection, by) => ({
    ...collection,
    features: collection.features.map((feature) => ({
      ...feature,
      properties: {
        ...feature.properties,
        colour: by?.(feature) ?? "",
        focus: Boolean(focus) && idOf(feature) === focus,
      },
    })),
  });
  // An area or line has a dot too, so that it is found from far away.
  const dotsOf = (collection) => ({
    type: "FeatureCollection",
    features: collection.features.filter((f) => f.properties.lng != null).map((feature) => ({
      ...feature,
      geometry: { type: "Point", coordinates: [feature.properties.lng, feature.properties.lat] },
    })),
  });
  const own = (fallback) => ["case", ["!=", ["get", "colour"], ""], ["to-color", ["get", "colour"], fallback], fallback];
  const inFocus = (yes, no) => ["case", ["get", "focus"], yes, no];
  const map = new GlMap({
    container: element,
    bounds: box,
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    cooperativeGestures: !onPick,
    localIdeographFontFamily: FONTS,
    style: {
      version: 8,
      sources: {
        grids: { type: "geojson", data: coloured(grids, colourBy) },
        places: { type: "geojson", data: coloured(places, colourBy) },
        dots: { type: "geojson", data: coloured(dotsOf(places), colourBy) },
        marks: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
      },
      layers: [
        { id: "ground", type: "background", paint: { "background-color": "#f7f9fb" } },
        { id: "grids", type: "fill", source: "grids", paint: { "fill-color": own("#dbe9f7"), "fill-opacity": 0.85 } },
        { id: "borders", type: "line", source: "grids", paint: { "line-color": inFocus("#a8201a", "#5c7fa3"), "line-width": inFocus(3, 1) } },
        { id: "areas", type: "fill", source: "places", filter: ["match", ["geometry-type"], ["Polygon", "MultiPolygon"], true, false], paint: { "fill-color": own("#0b5cad"), "fill-opacity": 0.35 } },
        { id: "lines", type: "line", source: "places", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": inFocus("#a8201a", own("#0b5cad")), "line-width": inFocus(5, 3) } },
        { id: "names", type: "symbol", source: "grids", layout: { "text-field": ["get", "name"], "text-size": 12, "text-font": ["sans-serif"] }, paint: { "text-color": "#44525f", "text-halo-color": "#fff", "text-halo-width": 1.5 } },
        { id: "dots", type: "circle", source: "dots", paint: { "circle-radius": inFocus(8, 5), "circle-color": inFocus("#a8201a", own("#0b5cad")), "circle-stroke-color": "#fff", "circle-stroke-width": 1.5, "circle-opacity": ["case", ["get", "closed"], 0.4, 1] } },
        { id: "marks", type: "circle", source: "marks", paint: { "circle-radius": ["interpolate", ["linear"], ["coalesce", ["get", "count"], 1], 1, 8, 2, 13, 100, 18, 10000, 24], "circle-color": own("#0b5cad"), "circle-stroke-color": "#fff", "circle-stroke-width": 2 } },
        { id: "numbers", type: "symbol", source: "marks", filter: ["has", "count"], layout: { "text-field": ["to-string", ["get", "count"]], "text-size": 12, "text-font": ["sans-serif"], "text-allow-overlap": true }, paint: { "text-color": "#fff" } },
      ],
    },
  });
  map.getCanvas().setAttribute("aria-label", element.dataset.label ?? "");
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  const tip = document.createElement("div");
  tip.className = "map-tip";
  tip.hidden = true;
  element.append(tip);
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", ({ error }) => { map.remove(); reject(error); });
  });

  const view = () => {
    const [[west, south], [east, north]] = map.getBounds().toArray();
    onView([west, south, east, north], map.getZoom());
  };
  if (onView) map.on("moveend", view);
  if (onView) view();

  const layers = ["marks", "dots", "lines", "areas", "grids"];
  const under = (point) => map.queryRenderedFeatures(point, { layers })[0];
  let mark = null;
  function picked(at) {
    mark?.remove();
    mark = at ? new Marker({ color: "#a8201a" }).setLngLat(at).addTo(map) : null;
  }
  map.on("click", ({ point, lngLat }) => {
    const found = under(point);
    if (onPick) {
      const at = { lng: lngLat.lng, lat: lngLat.lat };
      picked(at);
      onPick(at);
    } else if (found) {
      onOpen(found);
    }
  });
  map.on("mousemove", ({ point }) => {
    const found = under(point);
    map.getCanvas().style.cursor = found || onPick ? "pointer" : "";
    tip.hidden = !found;
    if (!found) return;
    tip.textContent = wordsOf(found);
    tip.style.left = `${Math.min(point.x + 12, element.clientWidth - tip.offsetWidth - 4)}px`;
    tip.style.top = `${Math.min(point.y + 12, element.clientHeight - tip.offsetHeight - 4)}px`;
  });
  return {
    picked,
    recolour: (by) => {
      map.getSource("grids").setData(coloured(grids, by));
      map.getSource("places").setData(coloured(places, by));
      map.getSource("dots").setData(coloured(dotsOf(places), by));
    },
    marks: (collection) => map.getSource("marks").setData(collection),
    closer: (at) => map.easeTo({ center: at, zoom: map.getZoom() + 2 }),
    fit: () => map.fitBounds(box, { padding: 12 }),
    remove: () => map.remove(),
  };
}
