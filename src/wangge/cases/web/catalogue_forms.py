"""Forms of the catalogue, limits, calendar and duties: they parse; rules are in the actions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases.queries.catalogue import categories
from wangge.cases.queries.keeping import classes, units_in_area
from wangge.cases.rules.catalogue import MOST_EXTENSIONS
from wangge.cases.rules.facts import LimitUnit
from wangge.kernel.forms import AreaSelect, DayInput, labels
from wangge.people.rules import Acting, UnitKind
from wangge.places.queries import area_options

WEEKDAYS = (
    ("1", _("Mon")), ("2", _("Tue")), ("3", _("Wed")), ("4", _("Thu")), ("5", _("Fri")),
    ("6", _("Sat")), ("7", _("Sun")),
)  # fmt: skip


class ClockInput(forms.TimeInput):
    """A native time input."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def offer(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    """Give a select its choices."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def offer_areas(form: forms.Form, user: Acting, empty: str) -> None:
    """The areas of somebody's tree in the field ``region``."""
    options = area_options(user=user)
    offer(form, "region", [("", empty), *((code, name) for code, name, _depth in options)])
    widget = cast(AreaSelect, form.fields["region"].widget)
    widget.depths = {code: depth for code, _name, depth in options}


def _limit_fields() -> tuple[forms.DecimalField, forms.ChoiceField]:
    number = forms.NumberInput(attrs={"step": "any", "min": "0", "inputmode": "decimal"})
    return (
        forms.DecimalField(
            label=_("Time limit"), max_digits=8, decimal_places=2, min_value=0, widget=number
        ),
        forms.ChoiceField(label=_("Unit of the limit")),
    )


class LimitForm(forms.Form):
    """A limit from a day on."""

    limit, limit_unit = _limit_fields()
    since = forms.DateField(label=_("Holds from"), widget=DayInput)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "limit_unit", labels(LimitUnit))

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        clean = dict(self.cleaned_data)
        return clean | {"limit_unit": LimitUnit(clean["limit_unit"])}


class ConditionForm(LimitForm):
    """A filing condition with all its texts."""

    filing = forms.CharField(
        label=_("Filed when"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    closing = forms.CharField(
        label=_("Done when"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    unit_kind = forms.ChoiceField(label=_("Kind of unit"), required=False)
    legal_basis = forms.CharField(label=_("Legal basis"), required=False, max_length=300)

    most_extensions = forms.IntegerField(
        label=_("Extensions allowed"),
        required=False,
        min_value=0,
        max_value=MOST_EXTENSIONS,
        help_text=_("How often a unit may be given more time; usually once."),
    )

    field_order = (
        "limit", "limit_unit", "since", "most_extensions", "filing", "closing", "unit_kind",
        "legal_basis",
    )  # fmt: skip

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        offer(self, "unit_kind", labels(UnitKind, gettext("The duty table decides")))


class CategoryForm(LimitForm):
    """A category of the office's own."""

    code = forms.CharField(
        label=_("Code"),
        max_length=5,
        help_text=_("Class and minor code; local ones use 080 to 999, counted down from 999."),
    )
    name = forms.CharField(
        label=_("Name"), max_length=50, help_text=_("“（自定义）” is added to mark it.")
    )
    filing = forms.CharField(label=_("Filed when"), max_length=300)
    closing = forms.CharField(label=_("Done when"), max_length=300)
    public_name = forms.CharField(
        label=_("What residents call it"),
        required=False,
        max_length=60,
        help_text=_("Empty: it isn't offered to residents."),
    )
    keywords = forms.CharField(
        label=_("Words residents use"),
        required=False,
        max_length=300,
        help_text=_("Separated by spaces."),
    )
    radius_m = forms.IntegerField(
        label=_("Duplicates: metres"), initial=50, min_value=1, max_value=2000
    )
    window_days = forms.IntegerField(
        label=_("Duplicates: days"), initial=30, min_value=1, max_value=730
    )

    field_order = ("code", "name", "filing", "closing", "limit", "limit_unit", "since")


class PublicForm(forms.Form):
    """What residents are offered of a category."""

    is_public = forms.BooleanField(label=_("Offer it to residents"), required=False)
    public_name = forms.CharField(label=_("What residents call it"), required=False, max_length=60)
    keywords = forms.CharField(
        label=_("Words residents use"),
        required=False,
        max_length=300,
        help_text=_("Separated by spaces."),
    )


class HoursForm(forms.Form):
    """Office hours of a day, in at most two spans, from a day on."""

    opens = forms.TimeField(label=_("Morning from"), widget=ClockInput)
    closes = forms.TimeField(label=_("until"), widget=ClockInput)
    opens_again = forms.TimeField(label=_("Afternoon from"), required=False, widget=ClockInput)
    closes_again = forms.TimeField(label=_("until"), required=False, widget=ClockInput)
    since = forms.DateField(label=_("Holds from"), widget=DayInput)

    def spans(self) -> list[tuple[Any, Any]]:
        """What the action takes."""
        clean = self.cleaned_data
        found = [(clean["opens"], clean["closes"])]
        if clean["opens_again"] and clean["closes_again"]:
            found.append((clean["opens_again"], clean["closes_again"]))
        return found


class DayForm(forms.Form):
    """One day of the calendar put right."""

    day = forms.DateField(label=_("Day"), widget=DayInput)
    what = forms.ChoiceField(label=_("It is"))
    name = forms.CharField(label=_("Called"), required=False, max_length=40)

    WHAT: Mapping[str, bool | None] = {"holiday": False, "working": True, "usual": None}

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        words_of = (gettext("a holiday"), gettext("a made-up working day"))
        choices = [*zip(self.WHAT, (*words_of, gettext("what its weekday says")), strict=True)]
        offer(self, "what", choices)


class YearForm(forms.Form):
    """The days of a year's notice."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    days = forms.CharField(
        label=_("Days of the notice"),
        widget=forms.Textarea(
            attrs={
                "rows": 9,
                "placeholder": "2027-01-01 至 2027-01-03 休 元旦\n2027-01-10 班 元旦调休",
            }
        ),
        max_length=5000,
        help_text=_("A line for each stretch: first day 至 last day, 休 or 班, its name."),
    )
    source = forms.CharField(
        label=_("Notice"), max_length=200, help_text=_("Its title and number, to be found again.")
    )


class DutyForm(forms.Form):
    """A row of the duty table."""

    region = forms.ChoiceField(label=_("Area"), widget=AreaSelect)
    what = forms.ChoiceField(
        label=_("Answers for"), required=False, help_text=_("Everything, a class or one category.")
    )
    unit = forms.ChoiceField(label=_("Responsible unit"))
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        initial=[value for value, _label in WEEKDAYS],
    )
    starts_at = forms.TimeField(label=_("From"), required=False, widget=ClockInput)
    ends_at = forms.TimeField(
        label=_("until"),
        required=False,
        widget=ClockInput,
        help_text=_("Neither: round the clock. Hours over midnight belong to the day they begin."),
    )
    since = forms.DateField(label=_("Holds from"), widget=DayInput)
    until = forms.DateField(label=_("Last day"), required=False, widget=DayInput)

    def __init__(self, *args: Any, user: Acting, on: date, **words: Any) -> None:
        super().__init__(*args, **words)
        offer_areas(self, user, "—")
        units = [(str(id), name) for id, name in units_in_area(user)]
        offer(self, "unit", [("", "—"), *units])
        offer(self, "what", matters(on))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        clean = self.cleaned_data
        what = clean["what"]
        return {
            "region": clean["region"],
            "unit": UUID(clean["unit"]),
            "category": UUID(what) if len(what) > 4 else None,
            "class_code": what if len(what) <= 4 else "",
            "weekdays": "".join(clean["weekdays"]),
            "starts_at": clean["starts_at"],
            "ends_at": clean["ends_at"],
            "since": clean["since"],
            "until": clean["until"],
        }


def matters(on: date) -> list[Any]:
    """Everything, each class, each category, under their classes."""
    rows = categories(on)
    found: list[Any] = [("", gettext("Everything"))]
    for one in classes(on):
        whole = (one.code, gettext("All of %(name)s") % {"name": one.name})
        own = [
            (str(row.pk), f"{row.code} {row.name}") for row in rows if row.class_code == one.code
        ]
        found.append((f"{one.code} {one.name}", [whole, *own]))
    return found


class SheetForm(forms.Form):
    """A sheet to take in."""

    file = forms.FileField(label=_("Sheet (XLSX or CSV)"))
    since = forms.DateField(label=_("Holds from"), widget=DayInput)
