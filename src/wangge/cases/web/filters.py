"""The address of a list as a filter, and the form that writes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases.queries.choosing import category_groups, units_to_choose
from wangge.cases.queries.sought import Order, Sought
from wangge.cases.rules import Light, Severity, Source, Stage
from wangge.cases.rules.queues import STAGES_OF, Queue
from wangge.kernel.choices import Choice
from wangge.kernel.forms import AreaSelect
from wangge.kernel.pages import translate
from wangge.people.rules import Acting
from wangge.places.queries import area_options

C = TypeVar("C", bound=Choice)

MARKS = {
    "supervised": _("Supervised"),
    "recurring": _("Recurring"),
    "reworked": _("Reworked"),
    "no_unit": _("Without a unit"),
    "reported": _("Reported by me"),
}
"""Flags of a filter, each a box to tick."""
KEPT = (
    "queue", "q", "area", "category", "unit", "source", "severity", "light", "since", "until",
    "stage", "class", "origin", "order", *MARKS,
)  # fmt: skip
"""What of an address is part of a filter: the rest is where in the list somebody stands."""
LONGEST_TEXT = 200
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def queue_of(data: Mapping[str, str]) -> Queue:
    """The tab of an address; what can't be read is the first."""
    return _choice(Queue, data.get("queue", "")) or Queue.OPEN


def sought_of(data: Mapping[str, str]) -> Sought:
    """The filter of an address; what can't be read cuts nothing."""
    queue = queue_of(data)
    stage = _choice(Stage, data.get("stage", ""))
    return Sought(
        stages=(stage,) if stage else STAGES_OF[queue],
        light=_choice(Light, data.get("light", "")),
        source=_choice(Source, data.get("source", "")),
        category=_uuid(data.get("category", "")),
        class_code=_digits(data.get("class", ""))[:4],
        region=_digits(data.get("area", ""))[:15],
        unit=_uuid(data.get("unit", "")),
        severity=_choice(Severity, data.get("severity", "")),
        since=_day(data.get("since", "")),
        until=_day(data.get("until", "")),
        text=data.get("q", "").replace("\0", "")[:LONGEST_TEXT],
        origin=data.get("origin", "").replace("\0", "")[:48],
        requested=queue is Queue.REQUESTS,
        **{mark: bool(data.get(mark)) for mark in MARKS},
    )


def order_of(data: Mapping[str, str]) -> Order:
    """The order of an address."""
    return Order.LATE if data.get("order") == Order.LATE.value else Order.NEW


def kept(data: QueryDict) -> str:
    """The part of an address that is the filter, to be saved or handed on."""
    wanted = QueryDict(mutable=True)
    for name in KEPT:
        if value := data.get(name, "").replace("\0", ""):
            wanted[name] = value[:LONGEST_TEXT]
    return wanted.urlencode()


def is_narrowed(data: QueryDict) -> bool:
    """Whether anything beside the tab and the order cuts the list."""
    return any(data.get(name) for name in KEPT if name not in ("queue", "order"))


def _choice(kind: type[C], text: str) -> C | None:
    try:
        return kind(text)
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class FilterForm(forms.Form):
    """The search card of a list."""

    q = forms.CharField(
        label=_("Number, address or words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(
            {"type": "search", "placeholder": _("e.g. rubbish, a road, a number")}
        ),
    )
    area = forms.ChoiceField(label=_("Area"), required=False, widget=AreaSelect)
    category = forms.ChoiceField(label=_("Category"), required=False)
    unit = forms.ChoiceField(label=_("Responsible unit"), required=False)
    light = forms.ChoiceField(label=_("Light"), required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    since = forms.DateField(label=_("Reported from"), required=False, widget=DAY)
    until = forms.DateField(label=_("to"), required=False, widget=DAY)

    def __init__(self, data: QueryDict, *, user: Acting, on: date) -> None:
        super().__init__(_legible(data))
        every = [("", gettext("All"))]
        areas = area_options(user=user)
        groups = [(group.name, group.choices) for group in category_groups(on)]
        units = [(str(id), name) for id, name in units_to_choose()]
        choices: dict[str, list[Any]] = {
            "area": [("", gettext("All areas")), *((code, name) for code, name, depth in areas)],
            "category": [*every, *groups],
            "unit": [*every, *units],
            "light": [*every, *_labels(Light)],
            "source": [*every, *_labels(Source)],
            "severity": [*every, *_labels(Severity)],
        }
        for name, pairs in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = pairs
        widget = cast(AreaSelect, self.fields["area"].widget)
        widget.depths = {code: depth for code, name, depth in areas}

    @property
    def main(self) -> list[Any]:
        """The fields that always stand there."""
        return [self[name] for name in ("q", "category", "unit")]

    @property
    def more(self) -> list[Any]:
        """Those behind “more filters”."""
        return [self[name] for name in ("light", "source", "severity", "since", "until")]


def _legible(data: QueryDict) -> QueryDict:
    """Days that are none would come back into a date field as they are; they are left out."""
    clean = data.copy()
    for name in ("since", "until"):
        if name in clean and _day(clean.get(name, "")) is None:
            del clean[name]
    return clean


def _labels(kind: type[Choice]) -> list[tuple[str, str]]:
    return [(value, translate(label)) for value, label in kind.labels()]
