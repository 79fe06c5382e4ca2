"""The dialogs of a case's page: one for each act that the post may do now."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wangge.cases.queries.page_view import CaseView
from wangge.cases.rules import Act
from wangge.cases.web.forms import FORMS, ActForm, Options, form_of

Words = str | Promise

ELSEWHERE = {
    Act.HANDLE: "cases:handle",
    Act.SELF_HANDLE: "cases:handle",
    Act.PASS: "cases:verify",
    Act.FAIL: "cases:verify",
    Act.CONFIRM: "cases:confirm",
    Act.DISPROVE: "cases:confirm",
}
"""Acts done with a photo on the spot have a page of their own."""
GRAVE = frozenset({"refuse", "deny", "ask_void", "merge"})
"""Acts whose button warns."""
ICONS = {
    "file": "doc", "refuse": "void", "merge": "command", "split": "menu", "dispatch": "right",
    "ask_confirm": "eye", "confirm": "eye", "disprove": "eye", "handle": "photo",
    "self_handle": "photo", "pass": "check", "fail": "undo", "close": "lock",
    "ask_extend": "clock", "ask_return": "undo", "ask_suspend": "clock", "ask_void": "void",
    "grant": "check", "deny": "close", "resume": "refresh", "urge": "alert", "supervise": "flag",
    "answer": "message", "reopen": "refresh", "amend": "edit", "comment": "message",
    "contact": "people",
}  # fmt: skip

HINTS: dict[str, Words] = {
    "file": _("Nothing is applied by itself: the suggestion is only a suggestion."),
    "merge": _("Its reporters are led to the other case; this copy takes no more updates."),
    "split": _("Each part goes to its unit; this case closes with the last part."),
    "dispatch": _("The limit runs from now, as the condition stands today."),
    "ask_confirm": _("An inspector looks on the spot before it is filed."),
    "close": _("The reporters are told and asked whether it is solved."),
    "resume": _("It has as much time left as when it was suspended."),
    "ask_extend": _("More time runs on from the old limit, once it is granted."),
    "ask_return": _("It goes back to the office and is dispatched anew, once it is granted."),
    "ask_suspend": _("The limit stands still while it is suspended."),
    "ask_void": _("A void case ends and doesn't count."),
    "urge": _("Whoever has to act next is told."),
    "supervise": _("The unit has to answer this."),
    "reopen": _("It waits to be dispatched anew."),
    "amend": _("What is left empty stays. The text stays as it was said."),
}
LABELS: dict[str, Words] = {
    "pass": _("Verify on the spot"),
    "confirm": _("Confirm on the spot"),
    "handle": _("Report as handled"),
}
"""What the button of a page is called, where the act itself is only one answer on it."""
SEARCHED = ("category", "unit", "region")
"""Fields with so many choices that they are searched by typing."""
CONTACT_LABEL = _("Reporter called back")


@dataclass(frozen=True, slots=True)
class Panel:
    """A dialog: its form, what it says, and whether it stands open after a mistake."""

    name: str
    label: Words
    hint: Words
    form: ActForm
    icon: str
    is_open: bool
    is_grave: bool

    @property
    def page(self) -> str:
        """The name of the address that takes it."""
        return f"cases:{self.name}"

    @property
    def searched(self) -> list[str]:
        """Names of its fields that are searched by typing."""
        return [name for name in self.form.fields if name.startswith(SEARCHED)]


def panels_of(
    view: CaseView, options: Options, opened: str = "", bound: ActForm | None = None
) -> list[Panel]:
    """A panel for every act that is possible now. ``opened`` is shown; ``bound`` is its form."""
    found = [
        _panel(view, button.act.value, button.act.label, options, opened, bound)
        for button in view.possible
        if button.act.value in FORMS
    ]
    if view.may_call:
        found.append(_panel(view, "contact", CONTACT_LABEL, options, opened, bound))
    return found


def _initial(view: CaseView, name: str) -> dict[str, Any]:
    """What a fresh form proposes: what the report itself says, and whom the duty table names."""
    if name == "dispatch":
        return {"unit": view.proposal.unit}
    if name == "file":
        return {"category": view.case.category_id}
    return dict.fromkeys(("category_0", "category_1"), view.case.category_id)


def _panel(
    view: CaseView,
    name: str,
    label: Words,
    options: Options,
    opened: str,
    bound: ActForm | None,
) -> Panel:
    is_open = name == opened
    form = bound if is_open and bound else form_of(name, options, None, _initial(view, name))
    return Panel(
        name=name,
        label=label,
        hint=HINTS.get(name, ""),
        form=form,
        icon=ICONS.get(name, "edit"),
        is_open=is_open,
        is_grave=name in GRAVE,
    )
