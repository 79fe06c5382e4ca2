"""Pages of the catalogue, limits, calendar and duties: once as each of the cast, then in use."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wangge.cases import actions, queries
from wangge.cases.models import Duty
from wangge.cases.rules import LimitUnit, Sure, Timed
from wangge.cases.rules.catalogue import FIRST_DAY, STANDARD
from wangge.kernel import clock
from wangge.kernel.clock import day_of
from wangge.kernel.ids import derived_id, new_id
from wangge.people.tests.cast import AT, GRID, STREET, SYSTEM, Cast

TODAY = day_of(AT)
RUBBISH = derived_id("category", STANDARD, "06010")
KEEPERS = {"head", "clerk", "stranger"}
PAGES = ("catalogue", "limits", "calendar", "duty", "new_category", "new_duty",
         "import_conditions", "import_duties", "catalogue_sheet", "duty_sheet",
         "duty_template")  # fmt: skip


@pytest.fixture
def loaded(cast: Cast):
    clock.pin(TODAY)
    actions.load_catalogue_of_cases(since=FIRST_DAY, by=SYSTEM, at=AT, id=new_id())
    yield cast
    clock.pin(None)


def as_(client: Client, cast: Cast, part: str) -> Client:
    client.force_login(cast.account(part), backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(response) -> str:
    return response.content.decode()


def post(client: Client, page: str, /, *args, **data):
    return client.post(reverse(f"cases:{page}", args=args), {"id": str(new_id()), **data})


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_everybody_who_sees_records_reads_and_keepers_change(loaded: Cast, client, name) -> None:
    for part in loaded.everybody():
        response = as_(client, loaded, part).get(reverse(f"cases:{name}"))
        assert response.status_code == 200, part
        if name == "new_duty":
            assert ('name="unit"' in words(response)) == (part in KEEPERS), part


def test_the_doubts_stand_at_the_head_and_on_each_row(loaded: Cast, client: Client) -> None:
    page = words(as_(client, loaded, "clerk").get(reverse("cases:catalogue")))
    assert "250" in page and "本单位确认" in page
    assert page.count("sure-second_hand") > 50 and "暴露垃圾" in page


def test_a_search_finds_by_letters_words_and_codes(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    for text in ("blljg", "baolulaji", "没人扫", "06010", "01-10"):
        page = words(client.get(reverse("cases:catalogue"), {"q": text}))
        assert ("暴露垃圾" in page) == (text != "blljg"), text
    page = words(client.get(reverse("cases:catalogue"), {"q": "没有这样的东西"}))
    assert "没有符合的类别" in page
    page = words(client.get(reverse("cases:catalogue"), {"kind": "component", "q": "供水井盖"}))
    assert "C01001" in page and "供水井盖异常" not in page


def test_the_catalogue_takes_few_queries_whatever_is_shown(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    counts = []
    for asked in ({"class": "10"}, {"class": "all"}):
        client.get(reverse("cases:catalogue"), asked)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("cases:catalogue"), asked)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


def test_a_category_is_confirmed_changed_and_ended(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    condition = queries.condition_on(RUBBISH, TODAY)
    assert condition is not None
    post(client, "confirm_condition", RUBBISH, condition.pk)
    condition.refresh_from_db()
    assert condition.sureness == Sure.CONFIRMED
    given = {"limit_unit": "work_hours", "since": "2020-09-07", "filing": "成堆", "closing": "清"}
    wrong = post(client, "condition", RUBBISH, condition.pk, limit="0", **given)
    assert wrong.status_code == 422 and "大于零" in words(wrong)
    response = post(client, "condition", RUBBISH, condition.pk, limit="2", **given)
    assert response.status_code == 302
    page = words(client.get(reverse("cases:category", args=[RUBBISH])))
    assert "即将生效" in page and "2020-09-07" in page and "时限变更" in page
    post(client, "set_public", RUBBISH, is_public="on", public_name="垃圾", keywords="脏")
    assert queries.category(RUBBISH).public_name == "垃圾"
    wrong = post(client, "set_public", RUBBISH, is_public="on", public_name="")
    assert wrong.status_code == 422
    post(client, "end_category", RUBBISH, until="2020-09-30")
    assert queries.category(RUBBISH).until == date(2020, 9, 30)
    assert client.get(reverse("cases:category", args=[new_id()])).status_code == 404


def test_a_local_category_gets_the_next_free_code(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    page = words(client.get(reverse("cases:new_category"), {"class": "06"}))
    assert 'value="06995"' in page
    given = {
        "name": "占用盲道", "filing": "被占", "closing": "恢复", "limit": "2",
        "limit_unit": "work_hours", "since": "2020-08-31", "radius_m": "20", "window_days": "3",
    }  # fmt: skip
    assert post(client, "new_category", code="06001", **given).status_code == 422
    assert post(client, "new_category", code="06995", **given).status_code == 302
    assert queries.category_coded("06995", TODAY).radius_m == 20


def test_stage_limits_and_office_hours_from_a_day_on(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    later = TODAY + timedelta(days=1)
    given = {"accept-limit": "3", "accept-limit_unit": "urgent_hours", "accept-since": str(later)}
    post(client, "set_stage_limit", stage="accept", **given)
    assert queries.stage_limit(Timed.ACCEPT, later) == (3, LimitUnit.URGENT_HOURS)
    hours = {"opens": "09:00", "closes": "12:00", "opens_again": "14:00", "since": str(later)}
    wrong = post(client, "set_office_hours", closes_again="18:00", **hours)
    assert wrong.status_code == 422 and "八小时" in words(wrong)
    assert post(client, "set_office_hours", closes_again="19:00", **hours).status_code == 302
    assert queries.calendar(later).spans[1][0].hour == 14


def test_the_calendar_names_holidays_and_says_which_years_are_unknown(loaded, client) -> None:
    as_(client, loaded, "clerk")
    page = words(client.get(reverse("cases:calendar")))
    assert "国庆节" in page and "day-working" in page and "尚未录入" not in page
    page = words(client.get(reverse("cases:calendar_year", args=[2027])))
    assert "2027 年的工作日历尚未录入" in page
    post(client, "set_calendar_day", day="2020-09-01", what="holiday", name="停工")
    assert not queries.calendar(TODAY).works(date(2020, 9, 1))
    wrong = post(client, "set_calendar_day", day="2027-09-01", what="holiday", name="停工")
    assert wrong.status_code == 422
    notice = {"year": "2027", "source": "国办通知"}
    for days in ("2027-10-01 国庆", "2027-10-01 至 2027-10-03 休 国庆节"):
        assert post(client, "enter_year", days=days, **notice).status_code == 422
    days = "2027-10-01 至 2027-10-07 休 国庆节\n2027-10-09 班 国庆调休"
    assert post(client, "enter_year", days=days, **notice).status_code == 302
    assert 2027 in queries.calendar(TODAY).years


def test_a_duty_is_given_shown_and_ended(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    assert "盲区：2 个网格无人负责" in words(client.get(reverse("cases:duty")))
    given = {
        "region": GRID, "unit": str(loaded.handler.unit), "what": "06", "since": "2020-08-31",
        "weekdays": ["1", "2"], "starts_at": "08:00", "ends_at": "18:00",
    }  # fmt: skip
    assert post(client, "new_duty", **given | {"ends_at": ""}).status_code == 422
    assert post(client, "new_duty", **given).status_code == 302
    page = words(client.get(reverse("cases:duty"), {"region": GRID, "class": "06"}))
    assert "handler" in page and "08:00" in page and "盲区：1 个网格" in page
    duty = Duty.objects.get()
    post(client, "end_duty", duty.pk, until="2020-09-05")
    duty.refresh_from_db()
    assert duty.until == date(2020, 9, 5)


def test_sheets_taken_away_can_be_sent_back(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    body = b"".join(client.get(reverse("cases:catalogue_sheet")).streaming_content)
    book = openpyxl.load_workbook(BytesIO(body))
    heads = [cell.value for cell in book.active[2]]
    assert heads[:12] == [
        "大类代码", "大类名称", "小类代码", "小类名称", "立案条件", "处置时限", "时限单位",
        "结案条件", "责任单位", "法律依据", "来源", "可信度",
    ]  # fmt: skip
    rows = {row[2].value: row for row in book.active.iter_rows(min_row=3)}
    rows["09009"][5].value = 9
    changed = BytesIO()
    book.save(changed)

    def send(**more):
        sheet = SimpleUploadedFile("标准.xlsx", changed.getvalue())
        return post(client, "import_conditions", file=sheet, since="2020-09-01", **more)

    assert "将导入 1 行" in words(send(check="1"))
    assert send().status_code == 302
    parking = queries.condition_on(derived_id("category", STANDARD, "09009"), TODAY + timedelta(1))
    assert parking is not None and parking.limit == 9


def test_a_faulty_duty_sheet_says_row_by_row(loaded: Cast, client: Client) -> None:
    as_(client, loaded, "clerk")
    text = f"区域代码,责任单位\n{STREET},handler\n{GRID},没有这个单位\n"

    def send(**more):
        file = SimpleUploadedFile("duty.csv", text.encode())
        return post(client, "import_duties", file=file, since="2020-08-31", **more)

    page = words(send(check="1"))
    assert "2 行中有 1 行有误" in page and "没有这个单位" in page
    assert send().status_code == 422 and not Duty.objects.exists()
    junk = SimpleUploadedFile("duty.xlsx", b"no sheet at all")
    assert post(client, "import_duties", file=junk, since="2020-08-31").status_code == 422
