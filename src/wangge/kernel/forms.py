"""What every domain's forms are made of."""

from collections.abc import Mapping
from typing import Any

from django import forms

from wangge.kernel.choices import Choice
from wangge.kernel.pages import translate


def labels(choice: type[Choice], empty: str | None = None) -> list[tuple[str, str]]:
    """A choice's values with translated labels, an empty one first where wanted."""
    first = [("", empty)] if empty is not None else []
    return first + [(value, translate(label)) for value, label in choice.labels()]


class DayInput(forms.DateInput):
    """A native date input."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AreaSelect(forms.Select):
    """A select whose options say how deep they lie, as ``<tree-pick>`` wants them."""

    depths: Mapping[str, int] = {}

    def create_option(self, name: str, value: Any, *rest: Any, **more: Any) -> dict[str, Any]:
        """One option with ``data-level``."""
        option: dict[str, Any] = super().create_option(name, value, *rest, **more)
        option["attrs"]["data-level"] = self.depths.get(str(value), 0)
        return option
