"""The page about a task's states, drawn from the table. Pure."""

from wangge.campaigns.rules.tasks import STEPS, TaskState
from wangge.people.rules import RIGHTS, PostKind


def task_diagram() -> str:
    """``docs/states/task.md``: the table drawn, and who may do what in which state."""
    lines = [
        "# States of a task",
        "",
        "From `STEPS` in `wangge.campaigns.rules`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {TaskState.OPEN.value}",
    ]
    lines += [f"    {step.state.value} --> {step.next.value}: {step.act.value}" for step in STEPS]
    final = [state for state in TaskState if all(step.state is not state for step in STEPS)]
    lines += [f"    {state.value} --> [*]" for state in final]
    lines += ["```", "", "| state | label |", "|---|---|"]
    lines += [f"| `{state.value}` | {state.label} |" for state in TaskState]
    lines += ["", "| state | action | next | right |", "|---|---|---|---|"]
    for step in STEPS:
        cells = (step.state.value, step.act.value, step.next.value, step.right.value)
        lines.append("| " + " | ".join(f"`{cell}`" for cell in cells) + " |")
    return "\n".join([*lines, "", *_matrix(), ""])


def _matrix() -> list[str]:
    states = [state for state in TaskState if any(step.state is state for step in STEPS)]
    head = " | ".join(f"`{state.value}`" for state in states)
    lines = [
        "## Who may do what",
        "",
        f"| post | {head} |",
        "|---" * (len(states) + 1) + "|",
    ]
    for kind in PostKind:
        cells = [
            ", ".join(
                step.act.value
                for step in STEPS
                if step.state is state and step.right in RIGHTS[kind]
            )
            for state in states
        ]
        if any(cells):
            lines.append(f"| {kind.label} | " + " | ".join(cell or "—" for cell in cells) + " |")
    return [
        *lines,
        "",
        "Within the post's area only; a company only tasks of its own unit. `check` and",
        "`send_back` are refused to the post that did the task, to any post of its kind and to",
        "the same person in another post. `carry` happens to all undone tasks of a closing round.",
    ]
