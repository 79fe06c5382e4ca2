"""Messages: kept whole, results drafted once, unknown wordings learnt, settled."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused
from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.people.tests.cast import AT, FIRST, GRID, SECOND, STREET, Cast
from wangge.worklog.actions import (
    confirm_record,
    confirm_records,
    discard_draft,
    draft_figure,
    map_reading,
    receive_message,
    settle_message,
)
from wangge.worklog.models import MeasureWording, Message, Record
from wangge.worklog.queries.measures import lexicon
from wangge.worklog.queries.messages import Inbox, drafts_left, figures_of, messages, records_of
from wangge.worklog.tests.make import TODAY, catalogue, draft, place


@pytest.fixture(autouse=True)
def measures(cast: Cast) -> None:
    catalogue()


def act() -> dict[str, object]:
    return {"at": AT, "id": new_id()}


def send(cast: Cast, text: str, by=None, **changes) -> Message:
    form = {
        "message": new_id(), "text": text, "region": FIRST, "sender": None, "sent_on": TODAY,
        "by": by or cast.clerk, **act(),
    } | changes  # fmt: skip
    return Message.objects.get(pk=receive_message(**form).subject)


def read(message: Message) -> list[tuple[str | None, str, str]]:
    rows = Record.objects.filter(origin_id=message.pk).order_by("read_start")
    return [(row.measure_id, f"{row.amount.normalize():f}", row.qualifier) for row in rows]


def test_the_office_reads_what_communities_send(cast: Cast) -> None:
    message = send(cast, "本周王家桥社区清理共享单车46余辆,粘贴宣传图画12张,出动志愿者20人次。")
    assert read(message) == [
        ("shared_bikes_cleared", "46", "over"),
        ("posters", "12", "exact"),
        ("volunteer_attendance", "20", "exact"),
    ]
    assert {row.state for row in Record.objects.all()} == {"draft"}
    assert [figure.surface for figure in figures_of(message)] == ["46余辆", "12张", "20人次"]
    assert figures_of(message)[0].qualifier is Qualifier.OVER


def test_a_message_is_received_once(cast: Cast) -> None:
    form = {
        "message": new_id(), "text": "清运垃圾2吨", "region": FIRST, "sender": None,
        "sent_on": TODAY, "by": cast.clerk, **act(),
    }  # fmt: skip
    assert receive_message(**form) == receive_message(**form)
    with pytest.raises(Conflict, match="twice"):
        receive_message(**form | {"message": new_id(), "id": new_id()})
    send(cast, "清运垃圾2吨", sent_on=TODAY - timedelta(days=1))
    assert Record.objects.count() == 2


def test_what_a_message_refuses(cast: Cast) -> None:
    for text in ("", "  "):
        with pytest.raises(Invalid, match="empty"):
            send(cast, text)
    with pytest.raises(Invalid, match="future"):
        send(cast, "清运垃圾2吨", sent_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused):
        send(cast, "清运垃圾2吨", by=cast.discipline)
    with pytest.raises(Refused):
        send(cast, "清运垃圾2吨", by=cast.leader, region=FIRST)
    assert not Message.objects.exists()


def test_units_are_converted_and_parts_are_left_out(cast: Cast) -> None:
    message = send(
        cast, "今日清运垃圾500公斤。劝导不文明行为12起,其中犬只3起。明天计划修补路面5处。"
    )
    assert read(message) == [
        ("rubbish_removed", "0.5", "exact"),
        ("uncivil_persuaded", "12", "exact"),
    ]


def test_places_named_in_a_message(cast: Cast) -> None:
    lane = place("虹山东路", GRID)
    message = send(cast, "今日在虹山东路清运垃圾2吨。大塘社区清运垃圾3吨。", region=STREET)
    rows = {row.amount: row for row in Record.objects.filter(origin_id=message.pk)}
    assert (rows[2].place_id, rows[2].region) == (lane, GRID)
    assert (rows[3].place_id, rows[3].region) == (None, SECOND)


def test_an_unknown_wording_is_mapped_once_and_remembered(cast: Cast) -> None:
    first = send(cast, "今日擦亮飞碟3架")
    (record,) = Record.objects.filter(origin_id=first.pk)
    assert (record.measure_id, record.read_object, record.read_unit) == (None, "飞碟", "架")
    with pytest.raises(Refused, match="which measure"):
        confirm_record(record=record.pk, by=cast.clerk, **act())
    with pytest.raises(Invalid, match="can't be counted"):
        map_reading(record=record.pk, measure="rubbish_removed", by=cast.clerk, **act())
    with pytest.raises(Invalid, match="no measure"):
        map_reading(record=record.pk, measure="moon", by=cast.clerk, **act())


def test_what_was_mapped_is_remembered(cast: Cast) -> None:
    first, waiting = send(cast, "今日擦洗宣传栏3块"), send(cast, "今日上午擦洗宣传栏5块")
    (record,) = Record.objects.filter(origin_id=first.pk)
    assert record.measure_id is None
    map_reading(record=record.pk, measure="boards_made", by=cast.clerk, **act())
    assert read(first) == [("boards_made", "3", "exact")]
    assert read(waiting) == [("boards_made", "5", "exact")], "drafts that wait get it too"
    assert read(send(cast, "昨日擦洗宣传栏7块")) == [("boards_made", "7", "exact")]
    assert MeasureWording.objects.get(learnt=True).object == "宣传栏"
    (other,) = Record.objects.filter(origin_id=waiting.pk)
    map_reading(record=other.pk, measure="facilities_repaired", by=cast.clerk, **act())
    assert lexicon(TODAY).meaning("擦洗", "宣传栏", "块").measure == "facilities_repaired"
    assert read(first) == [("boards_made", "3", "exact")], "what was mapped stays as it was"


def test_a_wording_need_not_be_remembered(cast: Cast) -> None:
    (record,) = Record.objects.filter(origin_id=send(cast, "今日擦洗宣传栏3块").pk)
    form = {"record": record.pk, "measure": "boards_made", "by": cast.clerk}
    map_reading(**form, remember=False, **act())
    assert not MeasureWording.objects.filter(learnt=True).exists()
    by_hand = draft(cast.clerk, measure=None)
    with pytest.raises(Invalid, match="wasn't read"):
        map_reading(record=by_hand, measure="posters", by=cast.clerk, **act())


def test_a_running_total_does_not_count_before_it_is_split(cast: Cast) -> None:
    message = send(cast, "截至目前,我社区累计清理共享单车610余辆。")
    (record,) = Record.objects.filter(origin_id=message.pk)
    assert record.cumulative
    with pytest.raises(Refused, match="running total"):
        confirm_records(records=[record.pk], by=cast.clerk, **act())


def test_a_message_is_settled_when_nothing_is_left(cast: Cast) -> None:
    message = send(cast, "今日清运垃圾2吨,粘贴宣传图画12张。")
    one, two = Record.objects.filter(origin_id=message.pk).order_by("read_start")
    waiting = messages(user=cast.clerk)
    assert waiting.count() == 1
    confirm_record(record=one.pk, by=cast.clerk, **act())
    assert waiting.count() == 1
    discard_draft(record=two.pk, reason="重复", by=cast.clerk, **act())
    assert waiting.count() == 0
    assert messages(user=cast.clerk, inbox=Inbox("settled")).get().settled_at == AT
    with pytest.raises(Conflict, match="settled already"):
        settle_message(message=message.pk, by=cast.clerk, **act())


def test_settling_drops_what_is_left(cast: Cast) -> None:
    message = send(cast, "今日清运垃圾2吨。明天计划修补路面5处。")
    settle_message(message=message.pk, by=cast.clerk, **act())
    assert drafts_left([message.pk])[message.pk] == {
        "draft": 0, "unknown": 0, "confirmed": 0, "voided": 1,
    }  # fmt: skip
    start = next(figure.start for figure in figures_of(message) if figure.surface == "2吨")
    draft_figure(message=message.pk, start=start, by=cast.clerk, **act())
    assert messages(user=cast.clerk).count() == 1
    assert records_of(message)[start].state == "draft"
    with pytest.raises(Conflict, match="taken up already"):
        draft_figure(message=message.pk, start=start, by=cast.clerk, **act())
    with pytest.raises(Invalid, match="no figure"):
        draft_figure(message=message.pk, start=999, by=cast.clerk, **act())


def test_messages_stay_in_their_area(cast: Cast) -> None:
    message = send(cast, "今日清运垃圾2吨")
    assert messages(user=cast.commander).count() == 1
    for nobody in (cast.stranger, cast.leader, cast.company):
        assert messages(user=nobody).count() == 0
        with pytest.raises(NotFound):
            settle_message(message=message.pk, by=nobody, **act())
    own = send(cast, "今日清运垃圾3吨", by=cast.company, sender=cast.company.unit)
    assert messages(user=cast.company).get() == own


def test_a_message_without_figures_waits_for_a_person(cast: Cast) -> None:
    message = send(cast, "今日无异常")
    assert read(message) == []
    assert messages(user=cast.clerk).count() == 1
    settle_message(message=message.pk, by=cast.clerk, **act())


def test_the_reports_own_measures_are_known() -> None:
    known = lexicon(date(2020, 9, 2))
    for words, code in {
        ("清理", "乱堆乱放废弃物", "吨"): "waste_cleared",
        ("清理铲除", "小广告", "条"): "small_ads_removed",
        ("拆除", "违规户外广告牌", "个"): "billboards_dismantled",
        ("清理", "共享单车", "辆"): "shared_bikes_cleared",
        ("粘贴", "宣传图画", "张"): "posters",
        ("发放", "门前三包承诺书", "份"): "commitments",
        ("修补", "路面", "处"): "road_patches",
        ("补植", "绿植", "棵"): "plants",
        ("参与", "志愿者", "名"): "volunteers",
        ("开展", "志愿服务活动", "次"): "volunteer_activities",
        ("出动", None, "人次"): "attendance",
    }.items():
        found = known.meaning(*words)
        assert found is not None and found.measure == code, words
    assert known.meaning("清运", None, "吨") is None
    assert Decimal(1) == known.meaning("清理", "小广告", "张").factor
