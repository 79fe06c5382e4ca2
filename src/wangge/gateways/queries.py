"""Reads of client keys."""

from datetime import datetime

from wangge.gateways.models import ClientKey
from wangge.gateways.rules import holds, key_digest
from wangge.people.rules import Acting, Right
from wangge.places.queries import under


def client_of(key: str, at: datetime) -> ClientKey | None:
    """The client whose key this is, if it may report at this instant."""
    if not key:
        return None
    found = ClientKey.objects.filter(digest=key_digest(key)).first()
    if found is None or not found.may_report or not holds(found.since, found.until, at):
        return None
    return found


def client_keys(*, user: Acting) -> list[ClientKey]:
    """The clients of an area, for whoever keeps accounts there."""
    if user.why_not(Right.KEEP_PEOPLE, user.region) is not None:
        return []
    return list(ClientKey.objects.filter(under(user.region)).order_by("name", "id"))
