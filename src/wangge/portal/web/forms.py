"""The form of a report: what came in, what is wrong with it, which photos are kept already."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast
from uuid import UUID

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_lazy

from wangge.cases.actions import NewReporter
from wangge.kernel.errors import Invalid
from wangge.kernel.geo import Crs, point
from wangge.kernel.pages import translate
from wangge.portal.queries import communities, office
from wangge.portal.rules import MOST_PHOTOS, MOST_TEXT

KEPT_SALT = "portal.kept"
JOIN_SALT = "portal.join"
DAY = 24 * 3600
"""Seconds that a form may lie open with photos kept for it."""


class Photos(forms.FileInput):
    """A control for several photos."""

    allow_multiple_selected = True


class ReportForm(forms.Form):
    """Each field is optional; a place, and a photo, a kind or words, have to be there."""

    category = forms.UUIDField(required=False)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)
    crs = forms.ChoiceField(choices=Crs.labels, required=False, widget=forms.HiddenInput)
    region = forms.ChoiceField(required=False, label=gettext_lazy("Community"))
    address = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Street, house, what stands beside it"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        required=False,
        label=gettext_lazy("In a few words"),
        widget=forms.Textarea(attrs={"rows": 2, "data-most": MOST_TEXT}),
    )
    name = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("What to call you"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.RegexField(
        r"^[0-9+()\-\s]{5,30}$",
        required=False,
        label=gettext_lazy("Phone"),
        error_messages={"invalid": gettext_lazy("A phone number has digits only.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("E-mail"),
        validators=[EmailValidator()],
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        joins: bool = False,
    ) -> None:
        """``joins``: sent to join a case that says by itself what and where the problem is."""
        super().__init__(data)
        self.joins = joins
        here = office()
        anywhere = (here.code, gettext("I don't know which community"))
        cast(forms.ChoiceField, self.fields["region"]).choices = [anywhere, *communities()]
        self.photos: list[UploadedFile[Any]] = [] if files is None else files.getlist("photos")
        self.kept = _kept(data.get("kept", "") if data else "")
        if data and data.get("drop"):
            self.kept = []

    def clean_text(self) -> str:
        """The words; too many are answered, never cut off."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if len(text) > MOST_TEXT:
            raise forms.ValidationError(
                gettext(
                    "These are %(length)s characters; at most %(most)s can be taken. Shorten it "
                    "to what somebody has to know who goes there."
                )
                % {"length": len(text), "most": MOST_TEXT}
            )
        return text

    def clean(self) -> dict[str, Any]:
        """What only shows when the fields are seen together."""
        data = super().clean() or self.cleaned_data
        if len(self.photos) + len(self.kept) > MOST_PHOTOS:
            self.refuse("photos", gettext("At most %(most)s photos.") % {"most": MOST_PHOTOS})
        for photo in self.photos:
            self._look_at(photo)
        if not self.joins:
            self._look_what(data)
            self._look_where(data)
        return data

    def _look_what(self, data: Mapping[str, Any]) -> None:
        said = self.photos or self.kept or data.get("text", "").strip() or data.get("category")
        if not said and not {"text", "category"} & set(self.errors):
            self.refuse("text", gettext("Say what it is: a photo, a kind, or a few words."))

    def _look_at(self, photo: "UploadedFile[Any]") -> None:
        head = photo.read(1024)
        photo.seek(0)
        if b"%PDF-" in head:
            self.refuse("photos", gettext("“%(name)s” is a document. Send photos.")
                        % {"name": photo.name})  # fmt: skip

    def _look_where(self, data: Mapping[str, Any]) -> None:
        if {"lng", "lat"} & set(self.errors):
            self.refuse("where", gettext("This position can't be read. Take it again."))
            return
        lng, lat = data.get("lng"), data.get("lat")
        if (lng is None) != (lat is None):
            self.refuse("where", gettext("Half of the position is missing. Take it again."))
        elif lng is not None and lat is not None:
            try:
                point(lng, lat, self.system)
            except Invalid as error:
                self.refuse("where", translate(error.reason))
        elif not data.get("address", "").strip():
            self.refuse("where", gettext("Say where it is: your position, the map, or an address."))

    def refuse(self, field: str, words: str) -> None:
        """An error beside a field, also one that only the page knows (``photos``, ``where``)."""
        if field in self.fields:
            self.add_error(field, words)
        else:
            self.errors.setdefault(field, self.error_class()).append(words)

    @property
    def position(self) -> tuple[float, float] | None:
        """Where, if a position was given and can be read."""
        found = getattr(self, "cleaned_data", {})
        lng, lat = found.get("lng"), found.get("lat")
        return None if lng is None or lat is None else (lng, lat)

    @property
    def asks_system(self) -> bool:
        """Whether the page asks what system a position is in: it was refused as it is."""
        return "where" in self.errors and self.position is not None

    @property
    def system(self) -> Crs:
        """The position's coordinate system; a browser's own is WGS-84."""
        return Crs(self.cleaned_data.get("crs") or Crs.WGS84)

    def reporter(self, secret: str, language: str) -> NewReporter:
        """Who wants to be told."""
        data = self.cleaned_data
        return NewReporter(
            secret=secret,
            name=data["name"],
            phone=data["phone"],
            email=data["email"],
            language=language,
        )

    def kept_token(self) -> str:
        """The kept photos as the form carries them: signed, so that nobody adds another's."""
        return signing.dumps([str(id) for id in self.kept], salt=KEPT_SALT) if self.kept else ""

    def uploads(self) -> list[tuple[str, BinaryIO]]:
        """The new photos with their names."""
        return [(photo.name or "photo", cast(BinaryIO, photo)) for photo in self.photos]


def _kept(token: str) -> list[UUID]:
    try:
        return [UUID(id) for id in signing.loads(token, salt=KEPT_SALT, max_age=DAY)]
    except signing.BadSignature:
        return []


def join_token(case: UUID) -> str:
    """What the button “this is it” carries: a case that was shown, not one that was guessed."""
    return signing.dumps(str(case), salt=JOIN_SALT)


def joined(token: str) -> UUID | None:
    """The case of such a button; None for anything else."""
    try:
        return UUID(signing.loads(token, salt=JOIN_SALT, max_age=DAY))
    except signing.BadSignature:
        return None
