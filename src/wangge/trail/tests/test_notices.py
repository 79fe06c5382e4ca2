"""When a message leaves, and what an address may be."""

from datetime import UTC, datetime, time, timedelta

import pytest

from wangge.kernel.errors import Invalid, NotFound
from wangge.kernel.ids import new_id
from wangge.outside.messages import Channel, why_not_address
from wangge.trail.actions.notices import drop_reach, set_reach
from wangge.trail.models import Reach
from wangge.trail.queries.notices import reaches
from wangge.trail.rules.notices import Quiet, Rhythm, leaves_at

NIGHT = Quiet(time(21), time(8))
NOON = datetime(2020, 9, 1, 4, 20, tzinfo=UTC)
"""20 past noon at the office."""
LATE = datetime(2020, 9, 1, 15, 0, tzinfo=UTC)
"""Eleven at night."""


@pytest.mark.parametrize(
    ("at", "rhythm", "quiet", "urgent", "leaves"),
    [
        (NOON, Rhythm.AT_ONCE, NIGHT, False, NOON),
        (LATE, Rhythm.AT_ONCE, NIGHT, False, datetime(2020, 9, 2, 0, 0, tzinfo=UTC)),
        (LATE, Rhythm.AT_ONCE, NIGHT, True, LATE),
        (LATE, Rhythm.AT_ONCE, Quiet(), False, LATE),
        (NOON, Rhythm.HOURLY, NIGHT, False, NOON + timedelta(minutes=40)),
        (NOON, Rhythm.DAILY, NIGHT, False, datetime(2020, 9, 2, 0, 30, tzinfo=UTC)),
        (NOON, Rhythm.AT_ONCE, Quiet(time(12), time(14)), False, NOON + timedelta(minutes=100)),
        (LATE + timedelta(hours=4), Rhythm.AT_ONCE, NIGHT, False,
         datetime(2020, 9, 2, 0, 0, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_when_it_leaves(at, rhythm, quiet, urgent, leaves) -> None:
    assert leaves_at(at, rhythm, quiet, urgent) == leaves


@pytest.mark.parametrize(
    ("channel", "address", "fine"),
    [
        (Channel.WECOM, "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", True),
        (Channel.WECOM, "key/../../x?y", False),
        (Channel.MAIL, "a@example.org", True),
        (Channel.MAIL, "a@example.org?cc=b@example.org", False),
        (Channel.MAIL, "a@localhost", False),
        (Channel.SMS, "+8613800000000", True),
        (Channel.SMS, "10086; rm", False),
    ],
)
def test_an_address_changes_no_gateway(settings, channel, address, fine) -> None:
    settings.MESSAGES = {one.value: "json://127.0.0.1/{address}" for one in Channel}
    assert (why_not_address(channel, address) is None) is fine


def test_without_a_gateway_there_is_no_channel(settings) -> None:
    settings.MESSAGES = {"mail": ""}
    assert why_not_address(Channel.MAIL, "a@example.org") is not None


@pytest.mark.django_db
def test_ones_own_addresses(cast, settings) -> None:
    at, key = NOON, "693a91f6-7bc4-97a0"
    for address in ("11111111", key):
        set_reach(reach=new_id(), channel=Channel.WECOM, address=address, by=cast.clerk, at=at,
                  id=new_id())  # fmt: skip
    row = Reach.objects.get()
    assert key not in row.address
    assert [(one.masked, one.quiet) for one in reaches(user=cast.clerk)] == [
        ("69…7a0"[:3] + "7a0", "")
    ]
    assert reaches(user=cast.leader) == []
    with pytest.raises(NotFound):
        drop_reach(reach=row.pk, by=cast.leader, at=at, id=new_id())
    drop_reach(reach=row.pk, by=cast.clerk, at=at, id=new_id())
    with pytest.raises(Invalid):
        set_reach(reach=new_id(), channel=Channel.WECOM, address="no", by=cast.clerk, at=at,
                  id=new_id())  # fmt: skip
