// The map as SVG: for machines without quick WebGL, and for print. Same options as map.js.
import { idOf } from "./map.js";

const SVG = "http://www.w3.org/2000/svg";
const METRES = 111_320; // of a degree of latitude, near enough to draw by
const TILE = 78_271.5; // metres of the equator under a pixel at zoom 0, as MapLibre counts

function make(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function drawSvg(element, { grids, places, box, colourBy, onPick, onOpen, onView, focus }) {
  const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  const east = METRES * Math.cos((middle[1] * Math.PI) / 180);
  const world = ([lng, lat]) => [(lng - middle[0]) * east, (middle[1] - lat) * METRES];
  const back = (x, y) => ({ lng: middle[0] + x / east, lat: middle[1] - y / METRES });

  const svg = make("svg", { class: "map-svg", role: "group", "aria-label": element.dataset.label ?? "" });
  const ground = make("g");
  const shapes = make("g");
  const words = make("g", { class: "map-names", "aria-hidden": "true" });
  const dots = make("g");
  const counts = make("g");
  const marks = make("g");
  svg.append(ground, shapes, words, dots, counts, marks);
  const tip = document.createElement("div");
  tip.className = "map-tip";
  tip.hidden = true;
  element.append(svg, tip, buttons());

  const view = { x: 0, y: 0, k: 1 };
  const drawn = []; // {feature, node}
  const points = []; // {feature, node, at}
  let viewed = "";
  let counted = []; // {node, at}: marks that the page put on top
  const names = []; // {node, at, width}
  let chosen = null;

  for (const feature of grids.features) {
    const node = area(feature, ground, "map-grid");
    const spot = world(centre(feature));
    const extent = sizeOf(feature);
    const label = make("text", {}, feature.properties.name ?? "");
    words.append(label);
    names.push({ node: label, at: spot, ...extent, letters: (feature.properties.name ?? "").length });
    drawn.push({ feature, node });
  }
  for (const feature of places.features) {
    const kind = feature.geometry.type;
    if (kind !== "Point") drawn.push({ feature, node: area(feature, shapes, kind.includes("Line") ? "map-line" : "map-area") });
    const { lng, lat } = feature.properties;
    const at = kind === "Point" ? feature.geometry.coordinates : [lng, lat];
    if (at[0] == null) continue;
    const node = make("circle", { r: 5, class: "map-dot" });
    know(node, feature);
    dots.append(node);
    points.push({ feature, node, at: world(at) });
  }

  function area(feature, layer, name) {
    const node = make("path", { d: pathOf(feature.geometry, world), class: name, "vector-effect": "non-scaling-stroke" });
    know(node, feature);
    layer.append(node);
    return node;
  }

  function know(node, feature) {
    node.feature = feature;
    if (focus && idOf(feature) === focus) node.classList.add("is-focus");
    if (feature.properties.closed) node.classList.add("is-closed");
    if (onPick) return;
    node.setAttribute("tabindex", "0");
    node.setAttribute("role", "link");
    node.setAttribute("aria-label", wordsOf(feature));
  }

  function sizeOf(feature) {
    let [west, south, right, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of ring(feature).map(world)) {
      [west, south] = [Math.min(west, x), Math.min(south, y)];
      [right, north] = [Math.max(right, x), Math.max(north, y)];
    }
    return { width: right - west, height: north - south };
  }

  function recolour(by) {
    for (const { feature, node } of [...drawn, ...points]) node.style.fill = by?.(feature) ?? "";
  }
  recolour(colourBy);

  // Drawing: areas are scaled as a whole; dots, names and the mark keep their size.
  function draw() {
    const [w, h] = [element.clientWidth, element.clientHeight];
    const place = `translate(${w / 2 - view.x * view.k} ${h / 2 - view.y * view.k}) scale(${view.k})`;
    ground.setAttribute("transform", place);
    shapes.setAttribute("transform", place);
    const put = ([x, y]) => [(x - view.x) * view.k + w / 2, (y - view.y) * view.k + h / 2];
    for (const { node, at } of points) {
      const [x, y] = put(at);
      node.setAttribute("cx", x.toFixed(1));
      node.setAttribute("cy", y.toFixed(1));
    }
    for (const { node, at } of counted) {
      const [x, y] = put(at);
      node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    }
    for (const { node, at, width, height, letters } of names) {
      const fits = width * view.k > letters * 12 + 4 && height * view.k > 16;
      node.style.display = fits ? "" : "none";
      if (!fits) continue;
      const [x, y] = put(at);
      node.setAttribute("x", x.toFixed(1));
      node.setAttribute("y", y.toFixed(1));
    }
    if (chosen) {
      const [x, y] = put(world([chosen.lng, chosen.lat]));
      marks.replaceChildren(make("path", { class: "map-mark", d: `M${x} ${y}l-8 -14a8.5 8.5 0 1 1 16 0z` }));
    }
    if (onView) tellView(w, h);
  }

  // Only where it changed: marks that come for a view are drawn without asking for them again.
  function tellView(w, h) {
    const first = back(view.x - w / 2 / view.k, view.y - h / 2 / view.k);
    const last = back(view.x + w / 2 / view.k, view.y + h / 2 / view.k);
    const shown = [first.lng, last.lat, last.lng, first.lat];
    if (String(shown) === viewed) return;
    viewed = String(shown);
    onView(shown, Math.log2(Math.max(view.k * TILE * Math.cos((middle[1] * Math.PI) / 180), 1)));
  }

  function put(collection) {
    counted = collection.features.map((feature) => {
      const { count, colour } = feature.properties;
      const node = make("g", { class: "map-count" }, make("circle", { r: count ? Math.min(10 + Math.log10(count) * 4, 26) : 7 }));
      if (count) node.append(make("text", {}, count));
      node.firstChild.style.fill = colour ?? "";
      know(node, feature);
      for (const part of node.children) part.feature = feature;
      return { node, at: world(feature.geometry.coordinates) };
    });
    counts.replaceChildren(...counted.map(({ node }) => node));
    draw();
  }

  function closer(at) {
    [view.x, view.y] = world(at);
    zoom(4);
  }

  function fit() {
    const [left, bottom] = world([box[0], box[1]]);
    const [right, top] = world([box[2], box[3]]);
    view.x = (left + right) / 2;
    view.y = (top + bottom) / 2;
    view.k = Math.min(element.clientWidth / Math.max(right - left, 1), element.clientHeight / Math.max(bottom - top, 1)) * 0.97;
    draw();
  }

  function zoom(factor, x = element.clientWidth / 2, y = element.clientHeight / 2) {
    const k = Math.min(Math.max(view.k * factor, 0.002), 20);
    view.x += (x - element.clientWidth / 2) * (1 / view.k - 1 / k);
    view.y += (y - element.clientHeight / 2) * (1 / view.k - 1 / k);
    view.k = k;
    draw();
  }

  function buttons() {
    const bar = document.createElement("div");
    bar.className = "map-buttons";
    for (const [sign, words, act] of [
      ["+", element.dataset.in, () => zoom(1.6)],
      ["−", element.dataset.out, () => zoom(1 / 1.6)],
      ["⤢", element.dataset.fit, () => fit()],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", words ?? sign);
      button.addEventListener("click", act);
      bar.append(button);
    }
    return bar;
  }

  // Dragging, tapping, pinching, the wheel with Ctrl (so that the page itself still scrolls).
  const fingers = new Map();
  let moved = 0;
  let spread = 0;
  const spot = (event) => {
    const frame = svg.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, spot(event));
    moved = fingers.size > 1 ? 99 : 0;
    spread = 0;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return point(event);
    const [x, y] = spot(event);
    const [fromX, fromY] = fingers.get(event.pointerId);
    fingers.set(event.pointerId, [x, y]);
    if (fingers.size === 2) return pinch();
    moved += Math.abs(x - fromX) + Math.abs(y - fromY);
    if (moved < 5) return undefined;
    if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
    view.x -= (x - fromX) / view.k;
    view.y -= (y - fromY) / view.k;
    return draw();
  });
  function pinch() {
    const [[ax, ay], [bx, by]] = [...fingers.values()];
    const now = Math.hypot(ax - bx, ay - by);
    if (spread) zoom(now / spread, (ax + bx) / 2, (ay + by) / 2);
    spread = now;
  }
  for (const name of ["pointerup", "pointercancel"]) {
    svg.addEventListener(name, (event) => {
      fingers.delete(event.pointerId);
      spread = 0;
      if (name === "pointerup" && moved < 5) choose(event);
    });
  }
  svg.addEventListener("pointerleave", () => { tip.hidden = true; });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !onPick) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), ...spot(event));
  }, { passive: false });
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.feature) onOpen(event.target.feature);
  });
  svg.addEventListener("focusin", (event) => {
    if (event.target.feature && event.target.matches(":focus-visible")) tell(event.target.feature, 12, 12);
  });

  function choose(event) {
    const [x, y] = spot(event);
    if (onPick) {
      const at = back((x - element.clientWidth / 2) / view.k + view.x, (y - element.clientHeight / 2) / view.k + view.y);
      picked(at);
      onPick(at);
    } else if (event.target.feature) {
      onOpen(event.target.feature);
    }
  }

  function point(event) {
    const feature = event.target.feature;
    if (feature) tell(feature, ...spot(event));
    else tip.hidden = true;
  }

  function tell(feature, x, y) {
    tip.textContent = wordsOf(feature);
    tip.hidden = false;
    tip.style.left = `${Math.min(x + 12, element.clientWidth - tip.offsetWidth - 4)}px`;
    tip.style.top = `${Math.min(y + 12, element.clientHeight - tip.offsetHeight - 4)}px`;
  }

  function picked(at) {
    chosen = at;
    if (!at) marks.replaceChildren();
    draw();
  }

  const watcher = new ResizeObserver(() => draw());
  watcher.observe(element);
  fit();
  return { picked, recolour, marks: put, closer, fit, remove: () => { watcher.disconnect(); element.replaceChildren(); } };
}

export function wordsOf({ properties }) {
  return [properties.name, properties.kind_name, properties.words].filter(Boolean).join(" · ");
}

function ring(feature) {
  const { type, coordinates } = feature.geometry;
  if (type === "Polygon") return coordinates[0];
  if (type === "MultiPolygon") return coordinates.map((part) => part[0]).sort((a, b) => b.length - a.length)[0];
  return [];
}

// The middle of the outline's box: near enough for a name.
function centre(feature) {
  const all = ring(feature);
  const lngs = all.map((at) => at[0]);
  const lats = all.map((at) => at[1]);
  return [(Math.min(...lngs) + Math.max(...lngs)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}

function pathOf({ type, coordinates }, world) {
  const line = (positions) => positions.map((at, i) => {
    const [x, y] = world(at);
    return `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join("");
  if (type === "LineString") return line(coordinates);
  if (type === "MultiLineString") return coordinates.map(line).join("");
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  return polygons.map((polygon) => polygon.map((part) => `${line(part)}Z`).join("")).join("");
}
