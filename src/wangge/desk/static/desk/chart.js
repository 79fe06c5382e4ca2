// Draws <div class="chart" data-chart="ID"> from <script type="application/json" id="ID">:
//   {kind: "line" | "bar" | "stack" | "heat", title, unit, labels: [...],
//    series: [{name, values: [...]}], rows: [...] (heat only: names of the rows)}
// ECharts is loaded once, on pages with a chart. Under each chart stand its numbers as a table, for
// readers who can't see it and for those who want to copy them.
import { say } from "./said.js";

const COLOURS = ["#0b5cad", "#b87503", "#146c3c", "#a8201a", "#5b3a9e", "#3b7f8c", "#7a4b00", "#51606f"];
const INK = "#17222e";
const SOFT = "#51606f";
const here = new URL(import.meta.url);
const ECHARTS = new URL("../npm/echarts/dist/echarts.min.js", here).href;
let loading;

function echarts() {
  loading ??= new Promise((done, failed) => {
    if (window.echarts) return done(window.echarts);
    const script = document.createElement("script");
    script.src = ECHARTS;
    script.onload = () => done(window.echarts);
    script.onerror = failed;
    document.head.append(script);
  });
  return loading;
}

function axes(told, type) {
  const wide = type.labels.some((label) => String(label).length > 6);
  return {
    xAxis: {
      type: "category",
      data: type.labels,
      axisLabel: { color: SOFT, hideOverlap: true, rotate: wide && type.labels.length > 8 ? 35 : 0, fontSize: told },
      axisLine: { lineStyle: { color: "#b9c3ce" } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      name: type.unit || "",
      nameTextStyle: { color: SOFT, align: "left" },
      axisLabel: { color: SOFT, fontSize: told },
      splitLine: { lineStyle: { color: "#e6eaef" } },
    },
  };
}

/** Pixels above the drawing: a line each for the legend and for the unit. */
function room(data) {
  if (data.kind === "heat") return 8;
  return (data.series.length > 1 ? 34 : 8) + (data.unit ? 24 : 0);
}

/** ECharts' option for what a page said. */
export function option(data, size = 12) {
  const base = {
    color: COLOURS,
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: INK, fontSize: size },
    grid: { left: 8, right: 16, top: room(data), bottom: 8, containLabel: true },
    tooltip: { trigger: data.kind === "heat" ? "item" : "axis", confine: true },
    legend: data.series.length > 1 && data.kind !== "heat" ? { top: 0, left: 0, textStyle: { color: INK } } : undefined,
  };
  if (data.kind === "heat") return { ...base, ...heat(data, size) };
  const series = data.series.map((one) => ({
    name: one.name,
    data: one.values,
    type: data.kind === "line" ? "line" : "bar",
    stack: data.kind === "stack" ? "all" : undefined,
    barMaxWidth: 28,
    symbolSize: 7,
    lineStyle: { width: 2.5 },
    connectNulls: false,
  }));
  return { ...base, ...axes(size, data), series };
}

function heat(data, size) {
  const cells = [];
  data.series.forEach((row, y) => row.values.forEach((value, x) => cells.push([x, y, value])));
  const most = Math.max(1, ...cells.map((cell) => cell[2] ?? 0));
  const frame = axes(size, data);
  return {
    xAxis: frame.xAxis,
    yAxis: { ...frame.yAxis, type: "category", name: "", data: data.series.map((row) => row.name), inverse: true },
    visualMap: { min: 0, max: most, show: false, inRange: { color: ["#f2f5f8", "#9cc1e6", "#084a8c"] } },
    series: [{ type: "heatmap", data: cells, label: { show: cells.length <= 200, fontSize: size - 1 } }],
  };
}

/** The numbers of a chart as a table under it. */
function table(data) {
  const holder = document.createElement("details");
  holder.className = "chart-table";
  const summary = document.createElement("summary");
  summary.textContent = say("asTable");
  const box = document.createElement("div");
  box.className = "table-responsive wide";
  const grid = document.createElement("table");
  grid.className = "table table-sm";
  const caption = grid.createCaption();
  caption.textContent = data.unit ? `${data.title} (${data.unit})` : data.title;
  const head = grid.createTHead().insertRow();
  for (const name of ["", ...data.labels]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = grid.createTBody();
  for (const one of data.series) {
    const row = body.insertRow();
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = one.name;
    row.append(name);
    for (const value of one.values) {
      const cell = row.insertCell();
      cell.className = "num";
      cell.textContent = value ?? "—";
    }
  }
  box.append(grid);
  holder.append(summary, box);
  return holder;
}

async function draw(place) {
  const source = document.getElementById(place.dataset.chart);
  if (!source || place.dataset.drawn) return;
  place.dataset.drawn = "yes";
  const data = JSON.parse(source.textContent);
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", data.title);
  place.after(table(data));
  const library = await echarts();
  const size = document.body.classList.contains("wall") ? 16 : 12;
  const chart = library.init(place, null, { renderer: "svg" });
  chart.setOption(option(data, size));
  if (place.dataset.link) {
    chart.on("click", (event) => {
      const address = data.links?.[event.dataIndex];
      if (address) window.location.assign(address);
    });
  }
  new ResizeObserver(() => chart.isDisposed() || chart.resize()).observe(place);
}

// A part of the page that is replaced takes its charts with it.
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  window.echarts?.getInstanceByDom(event.target)?.dispose();
});

const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.target));
