"""Columns that every domain writes the same way."""

from typing import Any

from django.db import models

from wangge.kernel.choices import Choice
from wangge.kernel.ids import new_id


def id_column() -> "models.UUIDField[Any, Any]":
    """The primary key: a time-ordered UUID made by whoever creates the row."""
    return models.UUIDField(primary_key=True, default=new_id, editable=False)


def choice_column(default: Choice | None = None, **options: Any) -> "models.CharField[Any, Any]":
    """A column for a :class:`Choice`; pair it with :func:`one_of`."""
    if default is not None:
        options["default"] = default.value
    return models.CharField(max_length=24, **options)


def one_of(column: str, choices: type[Choice], name: str) -> models.CheckConstraint:
    """Guard a choice column in the database itself."""
    values = [member.value for member in choices]
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": values}), name=name)
