"""Who sends: the client whose key came with a form."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wangge.cases.queries import open311 as cases
from wangge.gateways.open311.asked import Fields
from wangge.gateways.open311.web.answers import KeyWrong
from wangge.gateways.queries import client_of
from wangge.kernel.words import N_, say
from wangge.people.rules import Acting, PostKind


@dataclass(frozen=True, slots=True)
class Client:
    """A client program that may report. It acts as a resident under its own name."""

    id: UUID
    acting: Acting


def keyed(fields: Fields, at: datetime) -> Client:
    """The client of the form's ``api_key``, within the jurisdiction the form names.

    Raises :class:`KeyWrong` without a key, for a wrong one, and for one that holds elsewhere.
    """
    key = fields.text("api_key")
    if not key:
        raise KeyWrong(say("“%(field)s” is required.", field="api_key"))
    found = client_of(key, at)
    if found is None:
        raise KeyWrong(say("This key isn't known here, or doesn't hold any more."))
    region = found.region
    if code := fields.text("jurisdiction_id"):
        street = cases.jurisdiction(code)
        if not (street.startswith(region) or region.startswith(street)):
            raise KeyWrong(say("This key doesn't hold in “%(code)s”.", code=street))
        region = max(region, street, key=len)
    acting = Acting(
        account=None,
        name=found.name,
        post=None,
        title=N_("Resident"),
        kind=PostKind.RESIDENT,
        region=region,
    )
    return Client(found.pk, acting)
