"""The page about a record's states, drawn from the table. Pure."""

from wangge.people.rules import RIGHTS, PostKind
from wangge.worklog.rules.records import STEPS, State


def record_diagram() -> str:
    """``docs/states/record.md``: the table drawn, and who may do what in which state."""
    lines = [
        "# States of a record of work",
        "",
        "From `STEPS` in `wangge.worklog.rules.records`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {State.DRAFT.value}",
    ]
    lines += [f"    {step.state.value} --> {step.next.value}: {step.act.value}" for step in STEPS]
    lines += [f"    {State.VOIDED.value} --> [*]", "```", "", "| state | label |", "|---|---|"]
    lines += [f"| `{state.value}` | {state.label} |" for state in State]
    lines += ["", "| state | action | next | right |", "|---|---|---|---|"]
    for step in STEPS:
        cells = (step.state.value, step.act.value, step.next.value, step.right.value)
        lines.append("| " + " | ".join(f"`{cell}`" for cell in cells) + " |")
    lines += ["", "## Who may do what", "", "| post | actions |", "|---|---|"]
    for kind in PostKind:
        acts = [step.act.value for step in STEPS if step.right in RIGHTS[kind]]
        if acts:
            lines.append(f"| {kind.label} | {', '.join(dict.fromkeys(acts))} |")
    return "\n".join(
        [
            *lines,
            "",
            "Within the post's area only; a company only its own unit's.",
            "`correct` voids the record and enters another one, confirmed, that names it.",
            "What is confirmed is also guarded by the database: only the way to `voided` is open.",
            "",
        ]
    )
