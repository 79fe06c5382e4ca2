"""Forms of the plan, of lists and of a task."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.campaigns.queries import Filter
from wangge.campaigns.queries.options import Options
from wangge.campaigns.rules import Spread, TaskState, Work
from wangge.kernel.errors import Invalid
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import translate
from wangge.kernel.words import Qualifier, say

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProgrammeForm(forms.Form):
    """A programme; its short name and first day stay once planned."""

    name = forms.CharField(label=_("Name"), max_length=120)
    slug = forms.SlugField(
        label=_("Short name"), max_length=40, help_text=_("Letters and digits, for commands.")
    )
    document = forms.CharField(label=_("Plan document"), max_length=160, required=False)
    region = forms.CharField(label=_("Region code"), max_length=15)
    starts_on = forms.DateField(label=_("From"), widget=DAY)
    ends_on = forms.DateField(label=_("Until"), widget=DAY)

    def __init__(self, *args: Any, planned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if planned:
            for name in ("slug", "region", "starts_on"):
                del self.fields[name]


class CampaignForm(forms.Form):
    """What a campaign sweeps, counts and demands, and who answers for it."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    name = forms.CharField(
        label=_("Name"), max_length=80, required=False,
        help_text=_("Without a name it is an open slot, which makes no tasks."),
    )  # fmt: skip
    spread = forms.ChoiceField(label=_("Tasks"), widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of place"), required=False, widget=forms.CheckboxSelectMultiple
    )
    measures = forms.MultipleChoiceField(
        label=_("What it counts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    units = forms.MultipleChoiceField(
        label=_("Units that answer for it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    wants_before = forms.BooleanField(label=_("Demands a photo from before"), required=False)
    wants_after = forms.BooleanField(label=_("Demands a photo from after"), required=False)

    def __init__(self, *args: Any, options: Options, planned: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "spread": [(value, translate(label)) for value, label in Spread.labels()],
            "kinds": options.kinds,
            "measures": options.measures,
            "units": options.units,
        }
        for name, pairs in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = pairs
        if planned:
            del self.fields["number"]
            self.fields["name"].required = True
            self.fields["name"].help_text = ""

    def values(self) -> dict[str, Any]:
        """As the actions take them."""
        values = dict(self.cleaned_data)
        values["spread"] = Spread(values["spread"])
        values["units"] = [UUID(unit) for unit in values["units"]]
        return values


LEFT, LATE, ALL = "left", "late", "all"


class FilterForm(forms.Form):
    """What a list of tasks is cut to. ``show`` is a state, or what is left, late, or all."""

    show = forms.ChoiceField(label=_("Show"), required=False)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    area = forms.ChoiceField(label=_("Community"), required=False)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(
        self, data: QueryDict, campaigns: list[tuple[str, str]], areas: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        shows = [
            (LEFT, gettext("Not covered")),
            (LATE, gettext("Late")),
            (ALL, gettext("All tasks")),
        ]
        shows += [(value, translate(label)) for value, label in TaskState.labels()]
        area = data.get("area", "")
        if area and area not in dict(areas):
            # A grid that a cell or the list of grids opened.
            areas = [*areas, (area, area)]
        for name, pairs in (("show", shows), ("campaign", campaigns), ("area", areas)):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = pairs if name == "show" else [("", gettext("All")), *pairs]


def filter_of(data: QueryDict, otherwise: str = LEFT) -> Filter:
    """The filter of an address; what can't be read cuts nothing."""
    show = data.get("show") or otherwise
    return Filter(
        campaign=uuid_or_none(data.get("campaign", "")),
        area="".join(sign for sign in data.get("area", "") if sign in "0123456789")[:15],
        state=show if show in set(TaskState) else "",
        left=show == LEFT,
        late=show == LATE,
        mine=bool(data.get("mine")),
    )


def uuid_or_none(text: str) -> UUID | None:
    """An id, or None where the text is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day_or_none(text: str) -> date | None:
    """A day in ISO form; None for nothing. Raises :class:`Invalid` for what is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(say("This isn't a day: %(text)s.", text=text), "due_on") from None


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity as it was typed, to show it again when something else was wrong."""

    amount: str
    qualifier: str


def lines_of(data: QueryDict, measures: list[str]) -> dict[str, Line]:
    """What was typed for each measure."""
    return {
        code: Line(data.get(f"amount-{code}", "").strip(), data.get(f"qualifier-{code}", "exact"))
        for code in measures
    }


def work_of(lines: dict[str, Line], id: UUID) -> list[Work]:
    """Quantities for the action; empty lines are left out.

    Records get ids derived from the form's, so that a second sending is the same.
    """
    work = []
    for code, line in lines.items():
        if not line.amount:
            continue
        try:
            amount = Decimal(line.amount.replace(",", ""))
            qualifier = Qualifier(line.qualifier)
        except (ArithmeticError, ValueError):
            raise Invalid(say("This isn't a number: %(text)s.", text=line.amount), code) from None
        if not amount.is_finite():
            raise Invalid(say("This isn't a number: %(text)s.", text=line.amount), code)
        work.append(Work(derived_id(id, code), code, amount, qualifier))
    return work
