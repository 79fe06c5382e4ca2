"""Forms of places: they parse and offer choices; rules are in the actions."""

import json
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.kernel.asking import Asker
from wangge.kernel.forms import AreaSelect, labels
from wangge.kernel.geo import Crs
from wangge.places.queries import area_options, kinds
from wangge.places.rules import Sureness

Choices = list[tuple[str, str]]
MOST_UPLOAD = 30_000_000
"""Bytes of an uploaded file of shapes, packed."""


def areas(user: Asker) -> tuple[Choices, dict[str, int]]:
    """Every region and grid of somebody's area in tree order, and how deep each lies."""
    options = area_options(user=user)
    return [(code, name) for code, name, _ in options], {code: depth for code, _, depth in options}


SURE: dict[str, str] = dict(Sureness.labels())
"""Labels of how sure a fact is, for templates that hold only the value."""


class AreaForm(forms.Form):
    """A form with a field ``area``, filled for somebody."""

    area = forms.ChoiceField(label=_("Area"), widget=AreaSelect)

    def __init__(self, *args: Any, user: Asker, **words: Any) -> None:
        super().__init__(*args, **words)
        choices, depths = areas(user)
        field = cast(forms.ChoiceField, self.fields["area"])
        if not field.required:
            choices = [("", gettext("All areas")), *choices]
        field.choices = choices
        cast(AreaSelect, field.widget).depths = depths
        if "kind" in self.fields:
            kind = cast(forms.ChoiceField, self.fields["kind"])
            empty = [("", gettext("All kinds"))] if not kind.required else [("", "—")]
            kind.choices = [*empty, *kind_choices(user)]


def kind_choices(user: Asker) -> Choices:
    """Kinds of place, those under another indented."""
    rows = list(kinds(user=user))
    own = [row for row in rows if row.parent_id is None]
    below: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row.parent_id:
            below.setdefault(row.parent_id, []).append((row.code, row.name))
    choices: Choices = []

    def add(code: str, name: str, depth: int) -> None:
        choices.append((code, "\u3000" * depth + name))
        for child, child_name in below.get(code, []):
            add(child, child_name, depth + 1)

    for row in own:
        add(row.code, row.name, 0)
    return choices


class FilterForm(AreaForm):
    """What the register is narrowed to."""

    text = forms.CharField(
        label=_("Name, pinyin or address"), required=False, widget=forms.TextInput
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False, widget=AreaSelect)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("open", _("In use")), ("closed", _("Closed")), ("all", _("All"))],
    )


class PositionForm(AreaForm):
    """Where a place lies."""

    lng = forms.FloatField(
        label=_("Longitude"), required=False, widget=forms.NumberInput({"step": "any"})
    )
    lat = forms.FloatField(
        label=_("Latitude"), required=False, widget=forms.NumberInput({"step": "any"})
    )
    crs = forms.ChoiceField(label=_("Coordinate system"))
    geometry = forms.CharField(
        label=_("Outline or line (GeoJSON)"),
        required=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: Asker, **words: Any) -> None:
        super().__init__(*args, user=user, **words)
        cast(forms.ChoiceField, self.fields["crs"]).choices = labels(Crs)
        self.fields["area"].help_text = gettext(
            "Without a grid, the position says which grid the place belongs to."
        )

    def clean_geometry(self) -> dict[str, Any] | None:
        """The text as JSON; whether it is a sound geometry is for the action to say."""
        return parsed(self.cleaned_data["geometry"])

    def position(self) -> dict[str, Any]:
        """The arguments that place actions take."""
        data = self.cleaned_data
        area = data["area"]
        return {
            "region": area,
            "grid": area if len(area) == 15 else None,
            "lng": data["lng"],
            "lat": data["lat"],
            "geometry": data["geometry"],
            "crs": Crs(data["crs"]),
        }


def parsed(text: str) -> dict[str, Any] | None:
    """A JSON object, None for no text. Raises a form's error for anything else."""
    if not text.strip():
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise forms.ValidationError(gettext("This isn't GeoJSON."))
    inner = found.get("geometry")
    return inner if isinstance(inner, dict) else found


class PlaceForm(PositionForm):
    """A new place."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    parent = forms.UUIDField(label=_("Part of"), required=False, widget=forms.Select)
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
    sureness = forms.ChoiceField(label=_("How sure"), required=False)

    def __init__(self, *args: Any, user: Asker, **words: Any) -> None:
        super().__init__(*args, user=user, **words)
        cast(forms.ChoiceField, self.fields["sureness"]).choices = labels(Sureness)


class ChangeForm(AreaForm):
    """What a place is, without where it lies."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"))
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    parent = forms.UUIDField(label=_("Part of"), required=False, widget=forms.Select)
    area = forms.ChoiceField(required=False, widget=forms.HiddenInput)


class GridForm(forms.Form):
    """A new grid."""

    code = forms.CharField(
        label=_("Grid code"),
        max_length=15,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("Name"), max_length=80)
    crs = forms.ChoiceField(label=_("Coordinate system"))
    polygon = forms.CharField(
        label=_("Outline (GeoJSON polygon)"),
        required=False,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        cast(forms.ChoiceField, self.fields["crs"]).choices = labels(Crs)
        self.fields["code"].help_text = gettext(
            "15 digits: the community's 12 and three of its own, "
            "counted from west to east and north to south."
        )

    def clean_polygon(self) -> dict[str, Any] | None:
        """The text as JSON; whether it is a sound outline is for the action to say."""
        return parsed(self.cleaned_data["polygon"])


class ImportForm(AreaForm):
    """A file of grids or places."""

    what = forms.ChoiceField(
        label=_("What the file holds"),
        choices=[("grids", _("Grids")), ("places", _("Places"))],
        widget=forms.RadioSelect,
        initial="grids",
    )
    file = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput({"accept": ".geojson,.json,.zip"}),
    )
    crs = forms.ChoiceField(label=_("Coordinate system"))
    area = forms.ChoiceField(label=_("Area of places that name none"), widget=AreaSelect)
    source = forms.CharField(label=_("Source"), max_length=120, required=False)
    sureness = forms.ChoiceField(label=_("How sure"), required=False)

    def __init__(self, *args: Any, user: Asker, **words: Any) -> None:
        super().__init__(*args, user=user, **words)
        cast(forms.ChoiceField, self.fields["crs"]).choices = labels(Crs)
        cast(forms.ChoiceField, self.fields["sureness"]).choices = labels(Sureness)
        self.fields["file"].help_text = gettext(
            "GeoJSON, or a zip with one shapefile (.shp, .dbf, .shx; names in UTF-8 or GBK)."
        )

    def clean_file(self) -> Any:
        """The upload, unless it is too large to be a map of a city."""
        file = self.cleaned_data["file"]
        if file.size > MOST_UPLOAD:
            raise forms.ValidationError(
                gettext("The file is too large: at most %(mb)s MB.") % {"mb": MOST_UPLOAD // 10**6}
            )
        return file
