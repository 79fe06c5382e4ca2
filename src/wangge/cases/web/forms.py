"""Forms of the acts on a case. Each knows only what it asks for; the actions judge the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases.queries.choosing import (
    Group,
    Term,
    category_groups,
    grids_to_choose,
    terms,
    units_to_choose,
)
from wangge.cases.rules import LimitUnit, Resolution, Satisfaction, Severity
from wangge.kernel.pages import translate
from wangge.people.rules import Acting

REASON = 300
"""Characters of a reason, as the rules take them."""
LONGEST = 2000
PARTS = 4
"""Parts that one splitting makes at most on the page."""


@dataclass(frozen=True)
class Options:
    """What selects offer, asked for once and only by the forms that need it."""

    user: Acting
    on: date

    @cached_property
    def categories(self) -> list[Group]:
        """Categories under their classes."""
        return category_groups(self.on)

    @cached_property
    def terms(self) -> list[Term]:
        """Filing conditions with their limits."""
        return terms(self.on)

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """Open units."""
        return [(str(id), name) for id, name in units_to_choose()]

    @cached_property
    def grids(self) -> list[tuple[str, str]]:
        """Grids of the area."""
        return grids_to_choose(self.user)

    def category_choices(self, empty: str = "—") -> list[Any]:
        """For a select with headings."""
        return [("", empty), *((group.name, group.choices) for group in self.categories)]


class ActForm(forms.Form):
    """The base: ids of its fields begin with the act's name, since a page has many forms."""

    phrases: Sequence[str | Promise] = ()
    """Ready sentences that one tap puts into the text."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        name: str,
        options: Options,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{name}-%s", initial=initial)
        self.options = options
        self.offer()

    def offer(self) -> None:
        """Fill selects; forms with choices override it."""

    def choose(self, field: str, choices: list[Any]) -> None:
        """Give a select its choices."""
        cast(forms.ChoiceField, self.fields[field]).choices = choices


def _text(label: Any, most: int = REASON, required: bool = True, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, **more)


def _uuid_choice(label: Any, required: bool = True, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, required=required, coerce=UUID, empty_value=None, **more
    )


def labels(choices: list[tuple[str, str]], empty: str = "") -> list[tuple[str, str]]:
    """Pairs of a closed list in the reader's language, under an empty first one if wanted."""
    pairs = [(value, translate(label)) for value, label in choices]
    return [("", empty), *pairs] if empty else pairs


class NothingForm(ActForm):
    """An act that asks for nothing more."""


class FileForm(ActForm):
    """The category with the condition under which it is filed."""

    category = _uuid_choice(_("Category"), widget=forms.Select(attrs={"data-category": ""}))
    condition = _uuid_choice(
        _("Filing condition"),
        required=False,
        widget=forms.Select(attrs={"data-condition": ""}),
        help_text=_("Empty takes the category's usual one."),
    )
    severity = forms.ChoiceField(label=_("Severity"), required=False)

    def offer(self) -> None:
        self.choose("category", self.options.category_choices())
        self.choose("severity", labels(Severity.labels(), gettext("As the condition says")))
        groups = dict[str, list[tuple[str, str]]]()
        for term in self.options.terms:
            words = gettext("%(name)s: %(limit)s %(unit)s") % {
                "name": term.name, "limit": term.limit, "unit": translate(term.unit),
            }  # fmt: skip
            groups.setdefault(term.category_name, []).append((str(term.id), words))
        self.choose("condition", [("", gettext("The usual one")), *groups.items()])

    def clean_severity(self) -> Severity | None:
        """None leaves it to the condition."""
        value = self.cleaned_data["severity"]
        return Severity(value) if value else None


class RefuseForm(ActForm):
    """Why a report isn't accepted; the reporter reads it."""

    phrases = (
        _("This isn't a matter of city management."),
        _("It lies outside this subdistrict; passed on to who is in charge."),
        _("The place can't be found from what was reported."),
        _("The problem wasn't there any more when we looked."),
    )
    reason = _text(_("Reason"), help_text=_("The reporter reads this."))


class MergeForm(ActForm):
    """Into which case; chosen among near ones or written as a number."""

    target = forms.CharField(
        label=_("Number of the other case"), max_length=40,
        help_text=_("Choose one above, or type its number."),
    )  # fmt: skip


class DispatchForm(ActForm):
    """To which unit, with a word to it."""

    unit = _uuid_choice(_("Unit responsible"))
    note = _text(_("Note to the unit"), required=False)

    def offer(self) -> None:
        self.choose("unit", [("", "—"), *self.options.units])


class SplitForm(ActForm):
    """Several parts, each for a unit with a category and words of its own."""

    def offer(self) -> None:
        units = [("", "—"), *self.options.units]
        categories = self.options.category_choices()
        for place in range(PARTS):
            number = {"number": place + 1}
            needed = place < 2
            unit = _uuid_choice(gettext("Part %(number)s: unit") % number, required=needed)
            category = _uuid_choice(gettext("Part %(number)s: category") % number, required=needed)
            self.fields[f"unit_{place}"] = unit
            self.fields[f"category_{place}"] = category
            self.fields[f"text_{place}"] = forms.CharField(
                label=gettext("Part %(number)s: what is to be done") % number,
                max_length=LONGEST,
                required=needed,
            )
            self.choose(f"unit_{place}", units)
            self.choose(f"category_{place}", categories)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields of each part, for a page that shows the later ones on demand."""
        names = ("unit", "category", "text")
        return [[self[f"{name}_{place}"] for name in names] for place in range(PARTS)]

    def parts(self) -> list[tuple[int, UUID, UUID, str]]:
        """Place, unit, category and words of each part that is filled in."""
        data = self.cleaned_data
        return [
            (place, data[f"unit_{place}"], data[f"category_{place}"], data[f"text_{place}"])
            for place in range(PARTS)
            if data[f"unit_{place}"] and data[f"category_{place}"]
        ]


class ExtendForm(ActForm):
    """How much more time, and why."""

    phrases = (
        _("Spare parts are ordered and take longer."),
        _("Bad weather stops the work."),
        _("The work is larger than it looked."),
    )
    limit = forms.DecimalField(
        label=_("More time"), min_value=0, max_digits=8, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    limit_unit = forms.ChoiceField(label=_("Unit of time"))
    reason = _text(_("Reason"))

    def offer(self) -> None:
        self.choose("limit_unit", labels(LimitUnit.labels()))


class ReturnForm(ActForm):
    """Why a unit gives it back."""

    phrases = (
        _("This isn't within our unit's duties."),
        _("The place lies outside our area."),
        _("The category is wrong; another unit answers for it."),
    )
    reason = _text(_("Reason"))


class SuspendForm(ActForm):
    """Why it can't be handled for now."""

    phrases = (
        _("It waits for a project that is already planned."),
        _("The owner has to agree first."),
        _("It is a question of history that needs a decision above."),
    )
    reason = _text(_("Reason"))


class ReasonForm(ActForm):
    """A reason and nothing else."""

    reason = _text(_("Reason"))


class AnswerForm(ActForm):
    """What is answered to a request; needed to deny one."""

    answer = _text(_("Answer"))


class GrantForm(ActForm):
    """A word with what is granted, if any."""

    answer = _text(_("Answer"), required=False)


class UrgeForm(ActForm):
    """A word with the urging, if any."""

    phrases = (_("The limit is near; please hurry."), _("It is late. Say today how it stands."))
    text = _text(_("What to say"), required=False)


class TextForm(ActForm):
    """Words that have to be there."""

    text = _text(_("What to say"))


class CommentForm(ActForm):
    """A remark, for the office or for the reporter too."""

    text = _text(_("Remark"), LONGEST)
    is_public = forms.BooleanField(label=_("The reporter may read it"), required=False)


class ContactForm(ActForm):
    """What the reporter said when called back."""

    text = _text(_("What was said"), REASON)
    resolution = forms.ChoiceField(label=_("Is it solved?"), required=False)
    satisfaction = forms.ChoiceField(label=_("How content are they?"), required=False)

    def offer(self) -> None:
        self.choose("resolution", labels(Resolution.labels(), gettext("Not asked")))
        self.choose("satisfaction", labels(Satisfaction.labels(), gettext("Not asked")))


class AmendForm(ActForm):
    """Category, place and position put right; what is left empty stays."""

    category = _uuid_choice(_("Category"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    region = forms.ChoiceField(label=_("Grid"), required=False)
    lng = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)

    def offer(self) -> None:
        self.choose("category", self.options.category_choices(gettext("As it is")))
        found = [("", gettext("As it is")), *self.options.grids]
        self.choose("region", found)

    def clean(self) -> dict[str, Any]:
        """A position is both numbers or none."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (data.get("lng") is None) != (data.get("lat") is None):
            self.add_error("lat", gettext("A position needs longitude and latitude."))
        return data

    def changes(self) -> dict[str, Any]:
        """Only what was entered, as the action takes it."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


FORMS: dict[str, Callable[..., ActForm]] = {
    "file": FileForm,
    "refuse": RefuseForm,
    "merge": MergeForm,
    "split": SplitForm,
    "dispatch": DispatchForm,
    "ask_confirm": NothingForm,
    "close": NothingForm,
    "resume": NothingForm,
    "ask_extend": ExtendForm,
    "ask_return": ReturnForm,
    "ask_suspend": SuspendForm,
    "ask_void": ReasonForm,
    "grant": GrantForm,
    "deny": AnswerForm,
    "urge": UrgeForm,
    "supervise": TextForm,
    "answer": TextForm,
    "reopen": ReasonForm,
    "amend": AmendForm,
    "comment": CommentForm,
    "contact": ContactForm,
}
"""The form of each act that is done in a dialog of the case's page."""


def form_of(
    name: str,
    options: Options,
    data: QueryDict | None = None,
    initial: dict[str, Any] | None = None,
) -> ActForm:
    """The form of an act, fresh or as it was sent."""
    return FORMS[name](data, name=name, options=options, initial=initial)
