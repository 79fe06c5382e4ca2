"""Keys of client programs are opened and closed. No key reaches the trail."""

from datetime import datetime
from uuid import UUID

from wangge.gateways.models import ClientKey
from wangge.gateways.rules import key_digest, why_not_name
from wangge.kernel.errors import Conflict, Invalid, NotFound, refuse
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right, why_not
from wangge.trail.actions import action
from wangge.trail.rules import Note

KIND = "gateways.key"


@action("gateways.open_key")
def open_key(
    *,
    client: UUID,
    name: str,
    key: str,
    region: str = "",
    until: datetime | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Let a client program report within ``region``. The ``key`` is made by the caller.

    Raises :class:`Invalid` for a name that another client has or an end that has passed.
    """
    refuse(why_not(by, Right.KEEP_PEOPLE, region))
    name = name.strip()
    if reason := why_not_name(name):
        raise Invalid(reason, "name")
    if ClientKey.objects.filter(name=name).exists():
        raise Invalid(say("Another client has this name already."), "name")
    if until is not None and until <= at:
        raise Invalid(say("The key would have ended already."), "until")
    ClientKey.objects.create(
        id=client, name=name, digest=key_digest(key), region=region, since=at, until=until
    )
    words = {"name": name, "until": until.isoformat() if until else ""}
    return Note(KIND, client, region, words)


@action("gateways.close_key")
def close_key(*, client: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Let a key hold no longer. What it reported stays."""
    found = ClientKey.objects.filter(pk=client).first()
    if found is None or not found.region.startswith(by.region):
        raise NotFound(say("There is no such client."))
    refuse(why_not(by, Right.KEEP_PEOPLE, found.region))
    open_still = ClientKey.objects.filter(pk=client, until=found.until)
    if (found.until is not None and found.until <= at) or not open_still.update(until=at):
        raise Conflict(say("This key is closed already."))
    return Note(KIND, client, found.region, {"name": found.name})
