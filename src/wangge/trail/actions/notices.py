"""Telling people what happened: on the page at once, and outside when they want to hear it."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings

from wangge.kernel.asking import Asker
from wangge.kernel.errors import Invalid, NotFound, Refused
from wangge.kernel.ids import derived_id
from wangge.kernel.sealing import seal_secret
from wangge.kernel.words import Said, say
from wangge.outside.messages import Channel, open_channels, why_not_address
from wangge.trail.actions.idiom import action
from wangge.trail.models import Notice, Parcel, Reach
from wangge.trail.rules import Happened, Note
from wangge.trail.rules.notices import ParcelState, Quiet, Rhythm, leaves_at, why_not_quiet


def notify(
    entry: Happened, accounts: Iterable[UUID], said: Said, *, path: str = "", urgent: bool = False
) -> None:
    """Tell accounts what happened, inside a reaction: once for each, however often it runs.

    ``path`` is the page that it is about, for the link in a message.
    """
    wanted = list(dict.fromkeys(accounts))
    params = plain_params(said)
    Notice.objects.bulk_create(
        [
            Notice(
                account_id=account,
                entry=entry.id,
                kind=entry.kind,
                subject=entry.subject,
                said=said.msgid,
                params=params,
                urgent=urgent,
                at=entry.at,
            )
            for account in wanted
        ],
        ignore_conflicts=True,
    )
    open_now = [channel.value for channel in open_channels()]
    reaches = Reach.objects.filter(account__in=wanted, channel__in=open_now)
    Parcel.objects.bulk_create(
        [_parcel(entry, reach, said, params, path, urgent) for reach in reaches],
        ignore_conflicts=True,
    )


def _parcel(
    entry: Happened, reach: Reach, said: Said, params: dict[str, Any], path: str, urgent: bool
) -> Parcel:
    quiet = Quiet(reach.quiet_from, reach.quiet_until)
    return Parcel(
        id=derived_id("parcel", entry.id, reach.pk),
        entry=entry.id,
        channel=reach.channel,
        group=reach.pk,
        address=reach.address,
        said=said.msgid,
        params=params,
        path=path,
        due_at=leaves_at(entry.at, Rhythm(reach.rhythm), quiet, urgent),
        at=entry.at,
    )


def tell(
    entry: Happened,
    channel: Channel,
    address: str,
    said: Said,
    *,
    path: str = "",
    language: str = "",
    key: UUID,
) -> None:
    """Tell somebody without an account, inside a reaction; ``key`` is who they are, once each.

    ``address`` in clear. Where the installation has no gateway for it, nothing is kept.
    """
    if why_not_address(channel, address) is not None:
        return
    parcel = Parcel(
        id=derived_id("parcel", entry.id, key, channel.value),
        entry=entry.id,
        channel=channel.value,
        group=derived_id(key, channel.value),
        address=seal_secret(address, settings.SECRET_KEY),
        language=language,
        said=said.msgid,
        params=plain_params(said),
        path=path,
        due_at=leaves_at(entry.at, Rhythm.AT_ONCE, NIGHT, urgent=False),
        at=entry.at,
    )
    Parcel.objects.bulk_create([parcel], ignore_conflicts=True)


NIGHT = Quiet(time(21), time(8))
"""Residents are told by day; this program's own choice."""


def plain_params(said: Said) -> dict[str, Any]:
    """The values of a sentence as JSON keeps them."""
    plain = (str, int, float, bool, type(None))
    return {
        key: value if type(value) in plain else str(value) for key, value in said.params.items()
    }


NEVER_QUIET = Quiet()


@action("trail.set_reach")
def set_reach(
    *,
    reach: UUID,
    channel: Channel,
    address: str,
    rhythm: Rhythm = Rhythm.AT_ONCE,
    quiet: Quiet = NEVER_QUIET,
    by: Asker,
    at: datetime,
    id: UUID,
) -> Note:
    """Say how one wants to be reached; an earlier address of the same channel is replaced."""
    account = _own(by)
    if (reason := why_not_address(channel, address.strip())) is not None:
        raise Invalid(reason, "address")
    if (reason := why_not_quiet(quiet.starts_at, quiet.ends_at)) is not None:
        raise Invalid(reason, "quiet_from")
    Reach.objects.filter(account=account, channel=channel.value).delete()
    Reach.objects.create(
        id=reach,
        account_id=account,
        channel=channel.value,
        address=seal_secret(address.strip(), settings.SECRET_KEY),
        rhythm=Rhythm(rhythm).value,
        quiet_from=quiet.starts_at,
        quiet_until=quiet.ends_at,
        at=at,
    )
    return Note("people.account", account, "", {"channel": channel.value})


@action("trail.drop_reach")
def drop_reach(*, reach: UUID, by: Asker, at: datetime, id: UUID) -> Note:
    """Not to be reached there any more; what waits to go there is dropped."""
    account = _own(by)
    found = Reach.objects.filter(pk=reach, account=account).first()
    if found is None:
        raise NotFound(say("You have no such address."))
    Parcel.objects.filter(group=reach, state=ParcelState.WAITING.value).delete()
    found.delete()
    return Note("people.account", account, "", {"channel": found.channel})


def _own(by: Asker) -> UUID:
    if by.account is None:
        raise Refused(say("Only a person can be reached."))
    return by.account


def mark_read(*, by: Asker, at: datetime, notice: UUID | None = None) -> int:
    """Mark one's notices as read, one or all; how many. Leaves no entry: nothing has happened."""
    rows = Notice.objects.filter(account=_own(by), read_at__isnull=True)
    return (rows.filter(pk=notice) if notice else rows).update(read_at=at)
