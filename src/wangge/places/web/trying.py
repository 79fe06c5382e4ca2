"""Doing one action for a form: what goes wrong is said beside its field."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.pages import translate

T = TypeVar("T")


def try_form(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], T],
    done: str,
    fields: Mapping[str, str] | None = None,
) -> T | None:
    """What the action gave, or None with the form telling why not.

    ``fields`` maps an argument's name to the form's field where they differ.
    """
    try:
        result = act()
    except Mendable as error:
        field = error.field if isinstance(error, Invalid) else ""
        field = (fields or {}).get(field, field)
        form.add_error(field if field in form.fields else None, translate(error.reason))
        return None
    messages.success(request, done)
    return result
