"""The form that lets a rule of evaluation say something else from a day on."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases.rules import Sure
from wangge.insight.figures import Words
from wangge.insight.figures.counts import COUNTS
from wangge.insight.rules.evaluation import Basis, Sort
from wangge.kernel.pages import translate

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RuleForm(forms.Form):
    """From when, on whose word, and whatever the sort of rule says."""

    since = forms.DateField(label=_("Holds from"), widget=DAY)
    sureness = forms.ChoiceField(label=_("How sure"))
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The document or decision that says so.")
    )

    def __init__(self, *args: Any, rule: Any, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content: dict[str, Any] = rule.content
        self.sort = Sort(rule.sort)
        self.names = names
        choices = [(value, translate(label)) for value, label in Sure.labels()]
        self.fields["sureness"].choices = choices  # type: ignore[attr-defined]
        own = {
            Sort.INDICATOR: self._indicator,
            Sort.COMPOSITE: self._composite,
            Sort.BANDS: self._bands,
            Sort.LEVELS: self._levels,
            Sort.PERIOD: self._period,
        }[self.sort]()
        self.fields = {**own, **self.fields}

    def _indicator(self) -> dict[str, forms.Field]:
        choices = [(key, str(count.name)) for key, count in COUNTS.items()]
        return {
            name: forms.ChoiceField(label=label, choices=choices, initial=self.content[name])
            for name, label in (
                ("numerator", _("What is counted in")),
                ("denominator", _("Of how many")),
            )
        }

    def _composite(self) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {
            f"weight_{place}": _points(self.names.get(part["of"], part["of"]), part["weight"])
            for place, part in enumerate(self.content["parts"])
        }
        made["least"] = _points(_("Least weight for a score"), self.content["least"])
        return made

    def _bands(self) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {}
        for place, (upto, points) in enumerate(self.content["steps"]):
            label = gettext("Band %(n)s reaches to") % {"n": place + 1}
            made[f"upto_{place}"] = forms.IntegerField(label=label, min_value=0, initial=upto)
            label = gettext("Points of band %(n)s") % {"n": place + 1}
            made[f"points_{place}"] = _points(label, points)
        made["beyond"] = _points(_("Points beyond"), self.content["beyond"])
        return made

    def _levels(self) -> dict[str, forms.Field]:
        return {
            f"from_{place}": _points(
                gettext("Level %(letter)s from") % {"letter": level["letter"]}, level["from"]
            )
            for place, level in enumerate(self.content["levels"])
        }

    def _period(self) -> dict[str, forms.Field]:
        choices = [(value, translate(label)) for value, label in Basis.labels()]
        label = _("Which cases belong to a period")
        return {
            "basis": forms.ChoiceField(label=label, choices=choices, initial=self.content["basis"])
        }

    def said(self) -> dict[str, Any]:
        """What the rule says now, in the shape of its row."""
        clean = self.cleaned_data
        content = dict(self.content)
        if self.sort is Sort.COMPOSITE:
            parts = enumerate(content["parts"])
            content["parts"] = [
                part | {"weight": _plain(clean[f"weight_{n}"])} for n, part in parts
            ]
            content["least"] = _plain(clean["least"])
        elif self.sort is Sort.BANDS:
            steps = range(len(content["steps"]))
            content["steps"] = [[clean[f"upto_{n}"], _plain(clean[f"points_{n}"])] for n in steps]
            content["beyond"] = _plain(clean["beyond"])
        elif self.sort is Sort.LEVELS:
            levels = enumerate(content["levels"])
            content["levels"] = [
                level | {"from": _plain(clean[f"from_{n}"])} for n, level in levels
            ]
        else:
            content |= {key: clean[key] for key in ("numerator", "denominator", "basis")
                        if key in clean}  # fmt: skip
        return content


def _points(label: Any, initial: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, decimal_places=1, initial=initial
    )


def _plain(value: Decimal) -> int | float:
    """A number as JSON keeps it."""
    return int(value) if value == value.to_integral_value() else float(value)


def names_of(rows: Any) -> dict[str, str]:
    """Names of indicators and counts by key, in the reader's language."""
    names = {key: str(count.name) for key, count in COUNTS.items()}
    for row in rows:
        if row.sort == Sort.INDICATOR.value:
            names[row.key] = str(Words(row.content["name"], row.content["name_en"]))
    return names
