"""Who is told what, once, however often the worker comes by."""

import socket
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from wangge.cases import actions
from wangge.cases.jobs import warn_of_late
from wangge.cases.models import CalendarDay, Case
from wangge.cases.rules import Ask, Source
from wangge.cases.tests.make import make_category, make_condition
from wangge.kernel.ids import new_id
from wangge.kernel.pages import translate
from wangge.outside.messages import Channel
from wangge.people.rules import PUBLIC, Acting
from wangge.people.tests.cast import AT, GRID, Cast
from wangge.trail.actions.notices import set_reach
from wangge.trail.jobs import deliver, retry_failed, send_parcels
from wangge.trail.models import Delivery, Entry, Notice, Parcel
from wangge.trail.queries.notices import sentence_of
from wangge.trail.rules.notices import GIVE_UP_AFTER, ParcelState, Quiet, Rhythm

pytestmark = pytest.mark.django_db


class Mailbox:
    """What a real SMTP server on this machine took."""

    def __init__(self) -> None:
        self.mails: list[str] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope.content.decode())
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=_free_port())
    server.start()
    settings.MESSAGES = settings.MESSAGES | {
        "mail": f"mailto://127.0.0.1:{server.port}/?from=wangge@example.org&to={{address}}&mode=insecure"
    }
    yield box
    server.stop()


@pytest.fixture
def case(cast: Cast) -> Case:
    CalendarDay.objects.create(day=date(2020, 10, 1), is_working=False, name="国庆节")
    litter = make_category()
    make_condition(litter)
    id = new_id()
    reporter = actions.NewReporter("s" * 40, email="resident@example.org", language="zh-hans")
    actions.report_case(
        case=id, source=Source.PUBLIC, text="垃圾", region=GRID, reporter=reporter, by=PUBLIC,
        at=AT, id=new_id(),
    )  # fmt: skip
    actions.file_case(case=id, category=litter.pk, by=cast.clerk, at=AT, id=new_id())
    actions.dispatch_case(case=id, unit=cast.handler.unit, by=cast.clerk, at=AT, id=new_id())
    return Case.objects.get(pk=id)


def told(user: Acting) -> list[str]:
    rows = Notice.objects.filter(account=user.account).order_by("at", "id")
    return [str(sentence_of(one)) for one in rows]


def test_the_unit_is_told_once(cast: Cast, case: Case) -> None:
    deliver(AT)
    Entry.objects.update(delivered_at=None)
    deliver(AT)
    assert told(cast.handler) == [f"Case {case.number} was dispatched to you: 暴露垃圾."]
    assert told(cast.company) == []
    assert told(cast.stranger) == []


def test_a_worker_that_dies_before_the_notice(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write is there, the worker falls over on the way to the notice, the next one goes on."""
    with monkeypatch.context() as broken:

        def die(*args: object, **kwargs: object) -> None:
            raise SystemExit("killed")

        broken.setattr("wangge.cases.reactions.notify", die)
        with pytest.raises(SystemExit):
            deliver(AT)
    assert told(cast.handler) == []
    deliver(AT)
    deliver(AT)
    assert len(told(cast.handler)) == 1
    assert not Delivery.objects.exists()


def test_who_is_told_along_the_way(cast: Cast, case: Case) -> None:
    def who(**more: object) -> dict[str, object]:
        return {"case": case.pk, "at": AT, "id": new_id(), **more}

    actions.ask_office(request=new_id(), ask=Ask.RETURN, reason="不归我们", **who(by=cast.handler))
    actions.deny_request(answer="归你们", **who(by=cast.head))
    actions.urge_case(**who(by=cast.commander))
    actions.handle_case(report="清完了", **who(by=cast.handler))
    actions.fail_case(reason="还有", **who(by=cast.inspector))
    actions.supervise_case(text="今天完成", **who(by=cast.commander))
    actions.answer_supervision(text="好", **who(by=cast.handler))
    deliver(AT)
    number = case.number
    assert f"A request about case {number} waits for your decision: 不归我们" in told(cast.head)
    assert f"Your request about case {number} was denied: 归你们" in told(cast.handler)
    assert f"Case {number} is urged." in told(cast.handler)
    assert f"Case {number} wasn't solved and comes back to you: 还有" in told(cast.handler)
    assert told(cast.inspector) == [f"Case {number} is to be looked at on the spot."]
    assert f"The supervision of case {number} was answered." in told(cast.clerk)


def test_what_is_late_is_told_once_for_each_limit(cast: Cast, case: Case) -> None:
    assert warn_of_late(AT) == 0
    late = case.due_at + timedelta(minutes=1)
    assert warn_of_late(late) == 1
    assert warn_of_late(late) == 0
    deliver(late)
    assert f"The limit of case {case.number} has passed." in told(cast.handler)
    assert f"The limit of case {case.number} has passed." in told(cast.clerk)
    Case.objects.update(due_at=late + timedelta(hours=1))
    assert warn_of_late(late + timedelta(hours=2)) == 1


def reach(user: Acting, address: str, rhythm: Rhythm = Rhythm.AT_ONCE) -> None:
    set_reach(
        reach=new_id(), channel=Channel.MAIL, address=address, rhythm=rhythm, quiet=Quiet(),
        by=user, at=AT, id=new_id(),
    )  # fmt: skip


def test_mail_goes_out_once_through_a_real_server(cast: Cast, mailbox: Mailbox, case: Case) -> None:
    reach(cast.handler, "handler@example.org")
    deliver(AT)
    send_parcels(AT)
    send_parcels(AT)
    to_unit = [mail for mail in mailbox.mails if "handler@example.org" in mail]
    to_resident = [mail for mail in mailbox.mails if "resident@example.org" in mail]
    assert len(to_unit) == len(to_resident) == 1
    assert set(Parcel.objects.values_list("state", "address")) == {(ParcelState.SENT.value, "")}


def test_a_failing_channel_loses_nothing(
    cast: Cast, mailbox: Mailbox, case: Case, settings
) -> None:
    working = settings.MESSAGES
    settings.MESSAGES = working | {
        "mail": "mailto://127.0.0.1:1/?from=w@example.org&to={address}&mode=insecure"
    }
    reach(cast.handler, "handler@example.org")
    deliver(AT)
    assert send_parcels(AT).failed > 0
    assert send_parcels(AT).failed == 0  # it waits before it is tried again
    assert len(told(cast.handler)) == 1
    settings.MESSAGES = working
    send_parcels(AT + timedelta(minutes=2))
    assert any("handler@example.org" in mail for mail in mailbox.mails)


def test_what_was_given_up_is_tried_again_by_hand(cast: Cast, mailbox: Mailbox, case: Case) -> None:
    reach(cast.handler, "handler@example.org")
    deliver(AT)
    Parcel.objects.update(attempts=GIVE_UP_AFTER - 1, channel=Channel.SMS.value)
    send_parcels(AT)
    assert set(Parcel.objects.values_list("state", flat=True)) == {ParcelState.FAILED.value}
    Parcel.objects.update(channel=Channel.MAIL.value)
    assert retry_failed(AT) == Parcel.objects.count()
    send_parcels(AT)
    assert mailbox.mails


def test_the_hourly_ones_come_together(cast: Cast, mailbox: Mailbox, case: Case) -> None:
    reach(cast.handler, "handler@example.org", Rhythm.HOURLY)
    actions.handle_case(case=case.pk, report="清完了", by=cast.handler, at=AT, id=new_id())
    actions.fail_case(case=case.pk, reason="还有", by=cast.inspector, at=AT, id=new_id())
    deliver(AT)
    send_parcels(AT)
    assert not [mail for mail in mailbox.mails if "handler@example.org" in mail]
    send_parcels(AT + timedelta(hours=1))
    assert len([mail for mail in mailbox.mails if "handler@example.org" in mail]) == 1


def test_a_worker_that_dies_while_sending(cast: Cast, mailbox: Mailbox, case: Case) -> None:
    """Its parcels are taken again, but not by a second worker at the same time."""
    reach(cast.handler, "handler@example.org")
    deliver(AT)
    Parcel.objects.update(state=ParcelState.SENDING.value, taken_at=AT)
    assert send_parcels(AT + timedelta(minutes=5)).sent == 0
    assert send_parcels(AT + timedelta(minutes=11)).sent > 0


def test_sentences_are_translated_when_read(cast: Cast, case: Case) -> None:
    from django.utils.translation import override

    deliver(AT)
    notice = Notice.objects.get(account=cast.handler.account)
    with override("en"):
        assert "was dispatched" in translate(sentence_of(notice))


def test_reporters_of_a_copy_hear_how_the_other_case_ends(
    cast: Cast, mailbox: Mailbox, case: Case
) -> None:
    copy = new_id()
    reporter = actions.NewReporter("t" * 40, email="second@example.org", language="zh-hans")
    actions.report_case(
        case=copy, source=Source.PUBLIC, text="也是这堆", region=GRID, reporter=reporter,
        by=PUBLIC, at=AT, id=new_id(),
    )  # fmt: skip
    doing = {"case": case.pk, "at": AT}
    actions.merge_case(case=copy, target=case.pk, by=cast.clerk, at=AT, id=new_id())
    actions.handle_case(report="清完了", by=cast.handler, id=new_id(), **doing)
    actions.pass_case(by=cast.inspector, id=new_id(), **doing)
    actions.close_case(by=cast.clerk, id=new_id(), **doing)
    deliver(AT)
    said = Parcel.objects.filter(said__contains="closed").values_list("group", flat=True)
    assert len(set(said)) == 2
    send_parcels(AT + timedelta(hours=1))
    assert any("second@example.org" in mail for mail in mailbox.mails)
