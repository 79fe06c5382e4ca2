"""``docs/figures.md``: the registry as a page."""

from wangge.insight.figures.registry import FIGURES, SECTIONS


def table() -> str:
    """Every figure with its name, unit and definition, section by section, as Markdown."""
    lines = [
        "# Figures",
        "",
        "Each figure is one Ibis expression over the fact views, cut to the asking person's area,",
        "the programme and the days asked for.",
        "",
    ]
    for section, name in SECTIONS.items():
        lines += [
            f"## {name.zh} · {name.en}",
            "",
            "| key | 名称 | unit | 定义 | definition | facts | days |",
            "|---|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{figure.key}` | {figure.name.zh} · {figure.name.en} | {figure.unit} "
            f"| {figure.definition.zh} | {figure.definition.en} | `fact_{figure.fact}` "
            f"| {figure.period.value} |"
            for figure in FIGURES.values()
            if figure.section == section
        ]
        lines.append("")
    lines += [
        "`span`: what happened from the first to the last day asked for. `standing`: as things",
        "stand on the last day.",
        "",
    ]
    return "\n".join(lines)
