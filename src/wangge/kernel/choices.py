"""Closed lists of values, each with a label that screens translate."""

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """A value as stored, and the English label that gettext translates.

    Written ``DRAFT = "draft", N_("Draft")``. The column stores the value; the label may be
    reworded at any time without a migration.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def labels(cls) -> list[tuple[str, str]]:
        """Pairs for a select box, in the order of definition."""
        return [(member.value, member.label) for member in cls]
