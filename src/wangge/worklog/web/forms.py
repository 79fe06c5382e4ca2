"""Forms of work: they parse and offer choices; rules are in the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.kernel.forms import AreaSelect, DayInput, labels
from wangge.kernel.words import Qualifier
from wangge.people.rules import Acting
from wangge.places.queries import area_options
from wangge.worklog.queries.options import (
    measure_options,
    place_label,
    unit_options,
)
from wangge.worklog.queries.records import Sought
from wangge.worklog.rules.measures import Section
from wangge.worklog.rules.records import Origin, State

Choices = list[tuple[str, str]]


class WorkForm(forms.Form):
    """Any form of work: fills the choices of the fields it has, for somebody."""

    any_area: str = ""

    def __init__(self, *args: Any, user: Acting, on: date | None = None, **words: Any) -> None:
        super().__init__(*args, **words)
        self.user = user
        if "region" in self.fields:
            self._areas()
        if "unit" in self.fields:
            units = [(str(id), name) for id, name in unit_options(user)]
            self._offer("unit", [("", "—"), *units])
        if "measure" in self.fields:
            found = [(code, label) for code, label, _section in measure_options(user, on)]
            empty = [("", gettext("All measures") if not self._needed("measure") else "—")]
            self._offer("measure", [*empty, *found])
        if "qualifier" in self.fields:
            self._offer("qualifier", labels(Qualifier))
        if "place" in self.fields:
            self._place()

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def _needed(self, name: str) -> bool:
        return bool(self.fields[name].required)

    def _areas(self) -> None:
        options = area_options(user=self.user)
        field = cast(forms.ChoiceField, self.fields["region"])
        choices = [(code, name) for code, name, _depth in options]
        if not field.required:
            choices = [("", gettext("All areas")), *choices]
        elif len(choices) > 1:
            # Nobody's work is entered for the whole subdistrict by leaving a field alone.
            choices = [("", "—"), *choices]
        field.choices = choices
        widget = cast(AreaSelect, field.widget)
        widget.depths = {code: depth for code, _name, depth in options}

    def _place(self) -> None:
        """Only the chosen place stands in the list; others are found by typing."""
        chosen = self.data.get(self.add_prefix("place")) or self.initial.get("place")
        choices = [("", "—")]
        if chosen:
            try:
                label = place_label(self.user, chosen)
            except (ValueError, forms.ValidationError):
                label = None
            if label:
                choices.append((str(chosen), label))
        self._offer("place", choices)


class SoughtForm(WorkForm):
    """The filter over a list of records."""

    text = forms.CharField(label=_("Words sought"), required=False, max_length=60)
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    region = forms.ChoiceField(label=_("Area"), required=False, widget=AreaSelect)
    state = forms.ChoiceField(label=_("State"), required=False)
    origin = forms.ChoiceField(label=_("How it came in"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To"), required=False, widget=DayInput)
    campaign = forms.UUIDField(required=False, widget=forms.HiddenInput)
    origin_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        self._offer("state", labels(State, gettext("All states")))
        self._offer("origin", labels(Origin, gettext("Every way")))

    def sought(self) -> Sought:
        """The filter; what can't be read is left out."""
        self.is_valid()
        clean = self.cleaned_data
        return Sought(**{name: clean[name] for name in self.fields if clean.get(name)})


class RecordForm(WorkForm):
    """Everything that a person enters of a record."""

    measure = forms.ChoiceField(label=_("Measure"))
    amount = forms.DecimalField(
        label=_("Amount"),
        max_digits=15,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"step": "any", "min": "0", "inputmode": "decimal"}),
    )
    qualifier = forms.ChoiceField(label=_("How exact"), initial=Qualifier.EXACT.value)
    region = forms.ChoiceField(label=_("Community or grid"), widget=AreaSelect)
    place = forms.ChoiceField(label=_("Place"), required=False)
    unit = forms.ChoiceField(label=_("Unit in charge"), required=False)
    ends_on = forms.DateField(label=_("Date"), widget=DayInput)
    starts_on = forms.DateField(
        label=_("Begun on"),
        required=False,
        widget=DayInput,
        help_text=_("Only where the work took more than a day."),
    )
    remark = forms.CharField(
        label=_("Remark"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        clean = self.cleaned_data
        return {
            "measure": clean["measure"],
            "amount": clean["amount"],
            "qualifier": Qualifier(clean["qualifier"]),
            "region": clean["region"],
            "place": UUID(clean["place"]) if clean["place"] else None,
            "unit": UUID(clean["unit"]) if clean["unit"] else None,
            "starts_on": clean["starts_on"] or clean["ends_on"],
            "ends_on": clean["ends_on"],
            "remark": clean["remark"],
        }


class ManyFiles(forms.ClearableFileInput):
    """A file input for several photos."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; a list of uploads."""

    widget = ManyFiles(attrs={"accept": "image/*", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file by itself."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(one, initial) for one in given]


class PhotosForm(forms.Form):
    """Photos from before and after the work."""

    before = PhotosField(label=_("Photos before"), required=False)
    after = PhotosField(label=_("Photos after"), required=False)


class EntryForm(RecordForm, PhotosForm):
    """The quick entry."""

    confirm = forms.BooleanField(label=_("Confirm at once"), required=False)
    campaign = forms.UUIDField(required=False, widget=forms.HiddenInput)
    record = forms.UUIDField(widget=forms.HiddenInput)


class CorrectForm(forms.Form):
    """What a confirmed record should have said."""

    amount = forms.DecimalField(label=_("Right amount"), max_digits=15, decimal_places=3)
    qualifier = forms.ChoiceField(label=_("How exact"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        cast(forms.ChoiceField, self.fields["qualifier"]).choices = labels(Qualifier)


class MessageForm(WorkForm):
    """A message as it was sent."""

    region = forms.ChoiceField(label=_("Sent from"), widget=AreaSelect)
    unit = forms.ChoiceField(label=_("Sending unit"), required=False)
    sent_on = forms.DateField(label=_("Sent on"), widget=DayInput)
    text = forms.CharField(
        label=_("Message"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("Paste it as it came. Nothing counts before you have confirmed it."),
    )
    campaign = forms.UUIDField(required=False, widget=forms.HiddenInput)


class InboxForm(WorkForm):
    """The filter over messages."""

    state = forms.ChoiceField(label=_("State"), required=False)
    text = forms.CharField(label=_("Words sought"), required=False, max_length=60)
    region = forms.ChoiceField(label=_("Area"), required=False, widget=AreaSelect)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        states = [
            ("waiting", gettext("Left to do")),
            ("settled", gettext("Settled")),
            ("all", gettext("All")),
        ]
        self._offer("state", states)


class MeasureForm(forms.Form):
    """A measure of this office."""

    verb = forms.CharField(label=_("Verb"), max_length=20, help_text=_("As reports write it: 清理"))
    object = forms.CharField(label=_("Object"), max_length=60, help_text="小广告")
    unit = forms.CharField(label=_("Unit"), max_length=12, help_text="条")
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Small letters, digits and _; it never changes its meaning."),
    )
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    section = forms.ChoiceField(label=_("Section"))
    since = forms.DateField(label=_("Counts from"), widget=DayInput)

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        cast(forms.ChoiceField, self.fields["section"]).choices = labels(Section)


class ImportForm(forms.Form):
    """A sheet to be sent in."""

    file = forms.FileField(
        label=_("Sheet"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("XLSX (or CSV), at most 200,000 rows."),
    )
    confirm = forms.BooleanField(
        label=_("Confirm every row at once"),
        required=False,
        help_text=_("Otherwise the rows come in as drafts."),
    )
    campaign = forms.UUIDField(required=False, widget=forms.HiddenInput)
