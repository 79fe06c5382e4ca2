"""What each action is called on screens. Each domain fills in its own in ``apps.ready()``."""

from collections.abc import Mapping

_labels: dict[str, str] = {}


def label_actions(labels: Mapping[str, str]) -> None:
    """Name actions: ``label_actions({"people.open_unit": N_("Unit entered")})``.

    A label says what happened, as the journal and timelines print it. Naming an action again
    replaces its label.
    """
    _labels.update(labels)


def label_of(action: str) -> str:
    """The untranslated label of an action; its own name where nobody gave one."""
    return _labels.get(action, action)


def labelled() -> list[tuple[str, str]]:
    """Every named action with its label, for a select box."""
    return sorted(_labels.items())
