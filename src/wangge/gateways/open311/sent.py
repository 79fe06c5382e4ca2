"""A new request as it was sent, checked except for where it lies."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from wangge.cases.models import Category
from wangge.cases.queries import categories
from wangge.gateways.open311 import shown
from wangge.gateways.open311.asked import Fields, uuid_of
from wangge.gateways.open311.definitions import answers, attributes_of, given
from wangge.kernel.errors import Invalid, NotFound
from wangge.kernel.words import say

MOST_WORDS = 4000
"""Characters of a description: the specification's own limit."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says. ``category`` is None for who doesn't know which."""

    category: Category | None
    text: str
    attributes: dict[str, Any]
    position: tuple[float, float] | None
    address: str
    place: UUID | None
    reporter: dict[str, str]
    account: str


def sent_in(fields: Fields, on: date) -> Sent:
    """Read a form. Raises :class:`NotFound` for an unknown service, :class:`Invalid` otherwise."""
    code = fields.required("service_code")
    category = _category(code, on)
    text = fields.text("description")
    if len(text) > MOST_WORDS:
        raise Invalid(
            say("“%(code)s” may have %(most)s characters.", code="description", most=MOST_WORDS),
            "description",
        )
    said = answers(attributes_of(code), given(fields.all))
    position, address = fields.position(), fields.text("address_string") or fields.text("address")
    place = uuid_of(fields.text("address_id"))
    if position is None and not address and place is None:
        raise Invalid(
            say("Say where it is: “lat” and “long”, “address_string” or “address_id”."), "lat"
        )
    link = fields.link("media_url")
    return Sent(
        category=category,
        text=text,
        attributes={**said, **({"media_url": link} if link else {})},
        position=position,
        address=address,
        place=place,
        reporter={
            "name": _name(fields.text("first_name"), fields.text("last_name")),
            "phone": fields.text("phone"),
            "email": fields.text("email"),
        },
        account=fields.text("account_id")[:80],
    )


def _category(code: str, on: date) -> Category | None:
    if code == shown.OTHER:
        return None
    for one in categories(on, public=True):
        if one.code == code:
            return one
    raise NotFound(say("There is no service “%(code)s”.", code=code[:40]))


def _name(given: str, family: str) -> str:
    """A Chinese name stands as 张三, others as Ada Lovelace."""
    chinese = given and family and not (given + family).isascii()
    return f"{family}{given}" if chinese else f"{given} {family}".strip()
