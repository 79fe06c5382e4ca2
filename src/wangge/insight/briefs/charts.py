"""Charts for paper: restrained, readable in grey, drawn without a browser."""

import json
from functools import cache
from typing import Any

import vl_convert

from wangge.insight.briefs.content import Chart
from wangge.insight.briefs.layout import FONTS

FAMILY = "Noto Sans SC"
INK, GREY = "#1f2d3d", "#8a94a0"


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def spec(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite description of a chart."""
    several = len({series for _, series, _ in chart.points}) > 1
    order = list(dict.fromkeys(label for label, _, _ in chart.points))
    axis = {"labelFont": FAMILY, "titleFont": FAMILY, "labelFontSize": 11, "titleFontSize": 11}
    label = {"field": "label", "type": "nominal", "sort": order, "title": None}
    value = {"field": "value", "type": "quantitative", "title": chart.unit}
    series = {"strokeDash": {"field": "series", "type": "nominal", "legend": {"title": None}}}
    trend: dict[str, Any] = {
        "mark": {"type": "line", "point": True, "color": INK, "strokeWidth": 2},
        "encoding": {
            "x": {**label, "axis": {"labelAngle": 0}},
            "y": value,
            **(series if several else {}),
        },
    }
    bars: dict[str, Any] = {
        "encoding": {"y": {**label, "axis": {"labelLimit": 200}}, "x": value},
        "layer": [
            {"mark": {"type": "bar", "color": GREY, "height": {"band": 0.62}}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "font": FAMILY, "color": INK},
                "encoding": {"text": {"field": "value", "type": "quantitative"}},
            },
        ],
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 520,
        "height": 210 if chart.form == "trend" else {"step": 24},
        "data": {
            "values": [{"label": a, "series": b, "value": c} for a, b, c in chart.points],
        },
        "config": {
            "font": FAMILY,
            "axis": axis,
            "legend": {"labelFont": FAMILY, "orient": "top"},
            "view": {"stroke": None},
        },
        **(trend if chart.form == "trend" else bars),
    }


def png(chart: Chart, scale: float = 2.5) -> bytes:
    """The chart as a PNG picture."""
    _fonts()
    picture: bytes = vl_convert.vegalite_to_png(json.dumps(spec(chart)), scale=scale)
    return picture


def svg(chart: Chart) -> str:
    """The chart as an SVG drawing."""
    _fonts()
    drawing: str = vl_convert.vegalite_to_svg(json.dumps(spec(chart)))
    return drawing
