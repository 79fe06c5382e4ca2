"""What is asked beyond the text for some services, and reading the answers. Pure.

The questions are data (``data/attributes.json``), dated and this product's own.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from wangge.gateways.open311.formats import clean
from wangge.gateways.open311.moments import read, shown
from wangge.kernel.choices import Choice
from wangge.kernel.errors import Invalid
from wangge.kernel.words import say

DATA = Path(__file__).parent / "data" / "attributes.json"
LINE, PARAGRAPH = 200, 1000
"""Characters of an answer in one line and in several."""
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,64})\](?:\[\d{0,4}\])?")

Answer = str | list[str]


class Datatype(Choice):
    """The specification's kinds of question."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTI = "multivaluelist"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question, or with ``variable=False`` a sentence that is only shown."""

    code: str
    datatype: Datatype
    order: int
    description: tuple[str, str]
    hint: tuple[str, str] = ("", "")
    variable: bool = True
    required: bool = False
    values: tuple[tuple[str, str, str], ...] = ()

    def shown(self, chinese: bool) -> dict[str, Any]:
        """The attribute as a service definition lists it, in Chinese or English."""
        which = 0 if chinese else 1
        found = {
            "variable": self.variable,
            "code": self.code,
            "datatype": self.datatype.value,
            "required": self.required,
            "datatype_description": self.hint[which],
            "order": self.order,
            "description": self.description[which],
        }
        if self.values:
            found["values"] = [{"key": one[0], "name": one[1 + which]} for one in self.values]
        return found


def attributes_of(service: str) -> Sequence[Attribute]:
    """The questions of a service in their order; none for most."""
    return _definitions().get(service, ())


@cache
def _definitions() -> dict[str, tuple[Attribute, ...]]:
    data = json.loads(DATA.read_text())
    return {
        service: tuple(
            _attribute(code, data["attributes"][code], order)
            for order, code in enumerate(codes, start=1)
        )
        for service, codes in data["services"].items()
    }


def _attribute(code: str, row: Mapping[str, Any], order: int) -> Attribute:
    return Attribute(
        code=code,
        datatype=Datatype(row["datatype"]),
        order=order,
        description=(row["description"], row["description_en"]),
        hint=(row.get("datatype_description", ""), row.get("datatype_description_en", "")),
        variable=row.get("variable", True),
        required=row.get("required", False),
        values=tuple((key, name, english) for key, name, english in row.get("values", ())),
    )


def given(fields: Sequence[tuple[str, Sequence[str]]]) -> dict[str, list[str]]:
    """What a form says under ``attribute[x]``, ``attribute[x][]`` and ``attribute[x][0]``."""
    found: dict[str, list[str]] = {}
    for name, values in fields:
        if match := _ATTRIBUTE.fullmatch(name):
            texts = [clean(value).strip() for value in values]
            found.setdefault(match[1], []).extend(text for text in texts if text)
    return found


def answers(asked: Sequence[Attribute], said: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """The answers that a service asks for, checked; others are passed over.

    Clients send much of their own under ``attribute[…]``. Raises :class:`Invalid` for an answer of
    the wrong kind and for a required one that is missing.
    """
    found: dict[str, Answer] = {}
    for attribute in asked:
        texts = said.get(attribute.code, ())
        if texts and attribute.variable:
            found[attribute.code] = _answer(attribute, texts)
        elif attribute.variable and attribute.required:
            raise _wrong(attribute, say("“%(code)s” is required.", code=attribute.code))
    return found


def _answer(attribute: Attribute, texts: Sequence[str]) -> Answer:
    if attribute.datatype is Datatype.MULTI:
        return [_listed(attribute, text) for text in dict.fromkeys(texts)]
    if len(texts) > 1:
        raise _wrong(attribute, say("“%(code)s” takes one value only.", code=attribute.code))
    return _SINGLE[attribute.datatype](attribute, texts[0])


def _listed(attribute: Attribute, text: str) -> str:
    if text not in [key for key, _, _ in attribute.values]:
        raise _wrong(
            attribute,
            say(
                "“%(code)s” must be one of: %(keys)s.",
                code=attribute.code,
                keys=", ".join(key for key, _, _ in attribute.values),
            ),
        )
    return text


def _number(attribute: Attribute, text: str) -> str:
    try:
        number = Decimal(text) if len(text) <= 24 else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise _wrong(attribute, say("“%(code)s” must be a number.", code=attribute.code))
    return f"{number:f}"


def _instant(attribute: Attribute, text: str) -> str:
    return shown(read(text, attribute.code))


def _line(attribute: Attribute, text: str) -> str:
    return _short(attribute, " ".join(text.split()), LINE)


def _paragraph(attribute: Attribute, text: str) -> str:
    return _short(attribute, text, PARAGRAPH)


def _short(attribute: Attribute, text: str, most: int) -> str:
    if len(text) > most:
        raise _wrong(
            attribute,
            say("“%(code)s” may have %(most)s characters.", code=attribute.code, most=most),
        )
    return text


_SINGLE = {
    Datatype.STRING: _line,
    Datatype.NUMBER: _number,
    Datatype.DATETIME: _instant,
    Datatype.TEXT: _paragraph,
    Datatype.SINGLE: _listed,
}


def _wrong(attribute: Attribute, reason: Any) -> Invalid:
    return Invalid(reason, attribute.code)
