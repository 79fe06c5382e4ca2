"""Forms of this domain: they parse; rules stand in ``rules`` and actions."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from wangge.kernel.pages import translate
from wangge.people.queries import areas, people_to_appoint, superiors, units_to_choose
from wangge.people.rules import Acting, PostKind, UnitKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of the second step."""

    code = forms.CharField(
        label=gettext_lazy("Security code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )


class PasswordForm(forms.Form):
    """The old password once, the new one twice."""

    old = forms.CharField(
        label=gettext_lazy("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both new ones are the same."""
        words: dict[str, Any] = super().clean() or {}
        if words.get("new") and words.get("again") and words["new"] != words["again"]:
            self.add_error("again", gettext("The two new passwords differ."))
        return words


def _day(label: "StrOrPromise", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None


def _kinds(choices: list[tuple[str, str]], none: str = "") -> list[tuple[str, str]]:
    head = [("", none)] if none else []
    return head + [(value, translate(label)) for value, label in choices]


class _Area(forms.Form):
    """A form that asks for an area: a list where it fits one, else a code to type."""

    def __init__(self, user: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = areas(user)
        label = gettext("Area")
        if known:
            choices = [(code, f"{code} {name}") for code, name in known]
            self.fields["region"] = forms.ChoiceField(label=label, choices=choices)
        else:
            self.fields["region"] = forms.RegexField(
                r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15})?$", label=label, required=False
            )


class UnitForm(_Area):
    """A unit to be entered."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    parent = forms.TypedChoiceField(
        label=gettext_lazy("Belongs to"), required=False, coerce=_id, empty_value=None
    )

    def __init__(self, user: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["kind"].choices = _kinds(UnitKind.labels())  # type: ignore[attr-defined]
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(id), name) for id, name in units_to_choose(user)),
        ]


class PostForm(_Area):
    """A post to be made."""

    title = forms.CharField(label=gettext_lazy("Post title"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), help_text=gettext_lazy("Rights follow from the kind.")
    )
    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=UUID)
    superior = forms.TypedChoiceField(
        label=gettext_lazy("Stands under"), required=False, coerce=_id, empty_value=None
    )

    def __init__(self, user: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        kinds = [pair for pair in PostKind.labels() if pair[0] != PostKind.CLOCKWORK.value]
        self.fields["kind"].choices = _kinds(kinds)  # type: ignore[attr-defined]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (str(id), name) for id, name in units_to_choose(user)
        ]
        self.fields["superior"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(id), name) for id, name in superiors(user)),
        ]


class AccountForm(_Area):
    """An account to be opened."""

    name = forms.CharField(label=gettext_lazy("Person's name"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=40,
        help_text=gettext_lazy("3 to 40 small letters, digits, dots or dashes."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class AppointForm(forms.Form):
    """Somebody to hold a post."""

    account = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=UUID)
    since = _day(gettext_lazy("First day"))
    until = _day(gettext_lazy("Last day"), required=False)

    def __init__(self, user: Acting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            (str(id), name) for id, name in people_to_appoint(user)
        ]


class RelieveForm(forms.Form):
    """The last day of a holding."""

    tenure = forms.UUIDField(widget=forms.HiddenInput)
    until = _day(gettext_lazy("Last day"))
