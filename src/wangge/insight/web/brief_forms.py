"""Forms of briefs."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.insight.briefs.editing import Edit
from wangge.insight.briefs.reading import BriefPage, Filter, Options
from wangge.insight.rules import BriefSpan, BriefState
from wangge.kernel.errors import Invalid
from wangge.kernel.pages import translate
from wangge.kernel.words import say

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PARAGRAPH = "paragraph-"


def labelled(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Values with their labels in the reader's language."""
    return [(value, translate(label)) for value, label in pairs]


class BriefFilter(forms.Form):
    """What the list is cut to."""

    state = forms.ChoiceField(label=_("State"), required=False)
    span = forms.ChoiceField(label=_("Period"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", gettext("All"))]
        for name, pairs in (("state", BriefState.labels()), ("span", BriefSpan.labels())):
            cast(forms.ChoiceField, self.fields[name]).choices = every + labelled(pairs)

    def cut(self) -> Filter:
        """The filter; values that can't be read cut nothing."""
        found = self.cleaned_data if self.is_valid() else {}
        return Filter(found.get("state", ""), found.get("span", ""), found.get("year"))


class NewBriefForm(forms.Form):
    """What a new brief is about."""

    programme = forms.TypedChoiceField(label=_("Programme"), coerce=UUID)
    span = forms.ChoiceField(label=_("Period"), widget=forms.RadioSelect)
    region = forms.ChoiceField(label=_("Area"))
    starts_on = forms.DateField(label=_("From"), widget=DAY)
    ends_on = forms.DateField(label=_("Until"), widget=DAY)
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False,
        help_text=_("Left empty, it gets one that names the programme and the days."),
    )  # fmt: skip

    def __init__(self, *args: Any, options: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "programme": [(id, name) for id, name, _ in options.programmes],
            "span": labelled(BriefSpan.labels()),
            "region": options.areas,
        }
        for name, pairs in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = pairs

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        return self.cleaned_data | {"span": BriefSpan(self.cleaned_data["span"])}


class HeadForm(forms.Form):
    """What stands around the words: title, masthead, recipients."""

    title = forms.CharField(label=_("Title"), max_length=120)
    name = forms.CharField(label=_("Name of the bulletin"), max_length=20)
    issuer = forms.CharField(label=_("Issued by"), max_length=60)
    secrecy = forms.CharField(label=_("Classification mark"), max_length=10, required=False)
    report_to = forms.CharField(label=_("Report to"), max_length=200, required=False)
    send_to = forms.CharField(label=_("Send to"), max_length=200, required=False)
    issue_to = forms.CharField(label=_("Distribute to"), max_length=200, required=False)
    copies = forms.IntegerField(label=_("Copies"), min_value=0, max_value=99_999, required=False)


def head_of(page: BriefPage) -> dict[str, Any]:
    """What the form of a draft begins with."""
    head, foot = page.content.masthead, page.content.footer
    return {
        "title": page.content.title,
        "name": head.name,
        "issuer": head.issuer,
        "secrecy": head.secrecy,
        "report_to": foot.report_to,
        "send_to": foot.send_to,
        "issue_to": foot.issue_to,
        "copies": foot.copies or None,
    }


def edit_of(form: HeadForm, data: QueryDict) -> Edit:
    """The edit that a valid form and the boxes beside it hold."""
    try:
        paragraphs = {
            int(name.removeprefix(PARAGRAPH)): text
            for name, text in data.items()
            if name.startswith(PARAGRAPH) and isinstance(text, str)
        }
        pictures = tuple(UUID(picture) for picture in data.getlist("pictures"))
    except ValueError:
        raise Invalid(say("This form is incomplete. Open the page again and repeat.")) from None
    head = form.cleaned_data | {"copies": form.cleaned_data["copies"] or 0}
    return Edit(
        version=data.get("version", ""),
        paragraphs=paragraphs,
        added=data.get("added", ""),
        pictures=pictures,
        **head,
    )
