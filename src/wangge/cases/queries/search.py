"""Finding cases by words, whether a word is in ten cases or in every third."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat

from wangge.cases.models import Case, CaseText
from wangge.cases.models.search import FTS, TABLE, WORDS
from wangge.cases.rules.grams import sought_grams

FEW = 1000
"""Up to so many cases come from the index; of more, the list is walked and each row looked at."""

Words = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a question of words comes to.

    ``few`` are the ids of all cases that have the words, None where they are many: then the newest
    match soon anyway, and going through the list in its order is quicker than sorting them all.
    """

    words: Words
    few: list[UUID] | None

    def cut(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        """Only the cases that have the words."""
        if self.few is not None:
            return rows.filter(pk__in=self.few)
        grams = CaseText.objects.filter(case=OuterRef("pk")).values("grams")
        parted = Concat(Value(" "), Subquery(grams), Value(" "), output_field=TextField())
        rows = rows.alias(_grams=parted)
        for word, is_beginning in self.words:
            rows = rows.filter(_grams__contains=f" {word}" if is_beginning else f" {word} ")
        return rows


def found(text: str) -> Found:
    """Look a question up. Without any word in it nothing is found; nothing that is typed raises.

    Whom the cases may be shown to isn't asked here: :meth:`Found.cut` narrows rows that are.
    """
    words = sought_grams(text)
    if not words:
        return Found([], [])
    sql, question = _ask(words)
    with connection.cursor() as cursor:
        cursor.execute(sql, [question, FEW + 1])
        ids = [_uuid(row[0]) for row in cursor.fetchall()]
    return Found(words, ids if len(ids) <= FEW else None)


def _ask(words: Words) -> tuple[str, str]:
    """Words are letters and digits only (``rules.grams``); they are quoted all the same."""
    if connection.vendor == "postgresql":
        parts = (f"'{word}'{':*' if is_beginning else ''}" for word, is_beginning in words)
        sql = f"SELECT case_id FROM {TABLE} WHERE {WORDS} @@ %s::tsquery LIMIT %s"  # noqa: S608
        return sql, " & ".join(parts)
    parts = (f'"{word}"{" *" if is_beginning else ""}' for word, is_beginning in words)
    sql = (
        f"SELECT case_id FROM {TABLE} WHERE id IN "  # noqa: S608
        f"(SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s LIMIT %s)"
    )
    return sql, " AND ".join(parts)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
