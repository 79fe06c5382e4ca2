"""The page about the stages of a case, drawn from the table. Pure."""

from wangge.cases.rules.stages import ENDED, GRANTED, STEPS, Act, Stage
from wangge.people.rules import RIGHTS, PostKind


def case_diagram() -> str:
    """``docs/states/case.md``: the table drawn, and who may do what at which stage."""
    lines = [
        "# Stages of a case",
        "",
        "From `STEPS` and `GRANTED` in `wangge.cases.rules.stages`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {Stage.REPORTED.value}: report",
    ]
    lines += [
        f"    {step.stage.value} --> {step.next.value}: {step.act.value}"
        for step in STEPS
        if step.next is not step.stage
    ]
    lines += _granted()
    lines.append(f"    {Stage.SPLIT.value} --> {Stage.CLOSED.value}: the last part ends")
    lines += [f"    {stage.value} --> [*]" for stage in ENDED]
    lines += ["```", "", "| stage | label |", "|---|---|"]
    lines += [f"| `{stage.value}` | {stage.label} |" for stage in Stage]
    lines += ["", "| stage | action | next | right |", "|---|---|---|---|"]
    for step in STEPS:
        cells = (step.stage.value, step.act.value, step.next.value, step.right.value)
        lines.append("| " + " | ".join(f"`{cell}`" for cell in cells) + " |")
    return "\n".join([*lines, "", *_matrix(), ""])


def _granted() -> list[str]:
    """Where a granted request leads, from every stage in which it can be granted."""
    asked = {ask: f"ask_{ask.value}" for ask in GRANTED}
    return [
        f"    {step.stage.value} --> {target.value}: grant {ask.value}"
        for ask, target in GRANTED.items()
        if target is not None
        for step in STEPS
        if step.act.value == asked[ask]
    ]


def _matrix() -> list[str]:
    stages = [stage for stage in Stage if any(step.stage is stage for step in STEPS)]
    head = " | ".join(f"`{stage.value}`" for stage in stages)
    lines = ["## Who may do what", "", f"| post | {head} |", "|---" * (len(stages) + 1) + "|"]
    for kind in PostKind:
        cells = [_acts(kind, stage) for stage in stages]
        if any(cells):
            lines.append(f"| {kind.label} | " + " | ".join(cell or "—" for cell in cells) + " |")
    return [
        *lines,
        "",
        "Within the post's area only; a company and a unit's handler only what was dispatched to",
        "their unit or reported by them. `pass` and `fail` are refused to the person, the unit and",
        "any post of the kind that handled the case; `grant` and `deny` to who asked;",
        "`self_handle` to anybody but the finder. Reporters without an account may reopen a closed",
        "case once, by their private link.",
    ]


def _acts(kind: PostKind, stage: Stage) -> str:
    acts: list[Act] = [
        step.act for step in STEPS if step.stage is stage and step.right in RIGHTS[kind]
    ]
    return ", ".join(act.value for act in acts)
