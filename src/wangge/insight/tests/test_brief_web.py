"""Pages of briefs, once as each of the cast; the same numbers on page and paper."""

import re
import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.test import Client
from docx import Document

from wangge.campaigns.actions import do_task
from wangge.campaigns.rules import Work
from wangge.campaigns.tests.make import Made, a_photo, a_programme, a_round, the_task
from wangge.insight.briefs.content import from_json
from wangge.insight.models import Brief
from wangge.insight.rules import BriefState
from wangge.insight.tests.test_brief_actions import MONDAY, drafted, issued, work
from wangge.kernel import clock
from wangge.kernel.ids import new_id
from wangge.kernel.words import Qualifier
from wangge.people.tests.cast import AT, FIRST, GRID, STREET, Cast
from wangge.trail.rules import Stage
from wangge.worklog.actions import correct_record


@pytest.fixture
def made(cast: Cast) -> Made:
    return a_programme(cast.clerk)


def signed(cast: Cast, part: str) -> Client:
    client = Client()
    client.force_login(cast.account(part), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_pinned", MONDAY)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "list_words", "draft", "done"),
    [
        ("clerk", "写简报", 200, 200), ("head", "写简报", 200, 200),
        ("commander", "简报", 200, 200), ("discipline", "简报", 404, 200),
        ("sub_commander", "简报", 404, 200), ("community", "简报", 404, 404),
        ("leader", "简报", 404, 404), ("company", "简报", 404, 404),
        ("stranger", "写简报", 404, 404),
    ],
)  # fmt: skip
def test_pages_for_everybody(
    cast: Cast, made: Made, part: str, list_words: str, draft: int, done: int
) -> None:
    work(cast.head, made, "5")
    first, second = drafted(cast.clerk, made), issued(cast.head, drafted(cast.clerk, made))
    client = signed(cast, part)
    assert list_words in client.get("/insight/briefs/").content.decode()
    assert client.get(f"/insight/briefs/{first.pk}/").status_code == draft
    assert client.get(f"/insight/briefs/{second.pk}/").status_code == done
    assert client.get(f"/insight/briefs/{second.pk}/file/docx/").status_code == done


def test_a_stranger_to_the_house_signs_in_first(cast: Cast) -> None:
    assert Client().get("/insight/briefs/").status_code == 302


def new(cast: Cast, made: Made, **changes: object) -> dict[str, object]:
    return {
        "id": str(new_id()), "programme": str(made.programme), "span": "week",
        "region": STREET, "starts_on": "2020-08-31", "ends_on": "2020-09-06", "title": "",
    } | changes  # fmt: skip


def test_the_clerks_way(cast: Cast, made: Made) -> None:
    work(cast.head, made, "5")
    client = signed(cast, "clerk")
    assert "普吉街道" in client.get("/insight/briefs/new/").content.decode()
    form = new(cast, made)
    answers = [client.post("/insight/briefs/new/", form) for _ in range(2)]
    assert answers[0].url == answers[1].url
    brief = Brief.objects.get()
    page = client.get(answers[0].url).content.decode()
    assert re.search(r'class="figure" href="[^"]*waste_cleared[^"]*"[^>]*>5吨</a>', page)
    edit = client.get(f"/insight/briefs/{brief.pk}/edit/").content.decode()
    version = re.search(r'name="version" value="(\w+)"', edit)
    assert version
    body = {
        "id": str(new_id()), "version": version[1], "title": "一周小结", "name": "工作简报",
        "issuer": "创文办", "paragraph-1": "本周清运{waste_cleared}。<script>", "copies": "30",
    }  # fmt: skip
    wrong = client.post(f"/insight/briefs/{brief.pk}/edit/", body | {"paragraph-1": "{nothing}"})
    assert wrong.status_code == 422
    assert "{nothing}" in wrong.content.decode(), "what was typed stays"
    assert client.post(f"/insight/briefs/{brief.pk}/edit/", body).status_code == 302
    page = client.get(answers[0].url).content.decode()
    assert "一周小结" in page
    assert "&lt;script&gt;" in page
    assert client.post(f"/insight/briefs/{brief.pk}/issue/", {"id": new_id()}).status_code == 302
    brief.refresh_from_db()
    assert brief.state == BriefState.DRAFT.value, "a clerk doesn't issue"
    signed(cast, "head").post(f"/insight/briefs/{brief.pk}/issue/", {"id": new_id()})
    brief.refresh_from_db()
    assert (brief.state, brief.number) == (BriefState.ISSUED.value, 1)


def test_wrong_forms_are_explained(cast: Cast, made: Made) -> None:
    client = signed(cast, "clerk")
    for wrong in (
        {"ends_on": "2020-09-05"}, {"ends_on": "2020-08-01"}, {"region": "530102010"},
        {"programme": str(new_id())}, {"starts_on": "never"}, {"span": "x"},
    ):  # fmt: skip
        assert client.post("/insight/briefs/new/", new(cast, made, **wrong)).status_code == 200
    assert not Brief.objects.exists()
    assert signed(cast, "discipline").get("/insight/briefs/new/").status_code == 403


def test_a_correction_shows_beside_the_brief(cast: Cast, made: Made) -> None:
    record = work(cast.head, made, "50")
    brief = issued(cast.head, drafted(cast.clerk, made))
    client = signed(cast, "discipline")
    before = client.get(f"/insight/briefs/{brief.pk}/").content.decode()
    paper = client.get(f"/insight/briefs/{brief.pk}/file/docx/").content
    assert "后更正" not in before
    correct_record(
        record=record, replacement=new_id(), amount=Decimal(5), qualifier=Qualifier.EXACT,
        reason="多写一个零", by=cast.head, at=AT.replace(year=2021), id=new_id(),
    )  # fmt: skip
    after = client.get(f"/insight/briefs/{brief.pk}/").content.decode()
    assert "后更正" in after
    assert ">5吨</a>" in after
    assert ">50吨</a>" in after
    again = client.get(f"/insight/briefs/{brief.pk}/file/docx/").content
    assert words_in(again) == words_in(paper)


def words_in(data: bytes) -> list[str]:
    paper = Document(BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [line.text for line in paper.paragraphs] + cells


def pdf_words(data: bytes) -> str | None:
    """The text of a PDF without white space; None where poppler isn't there to read it."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    told = subprocess.run([program, "-", "-"], input=data, capture_output=True, check=True)
    return re.sub(r"\s", "", told.stdout.decode())


def test_page_and_papers_say_the_same(cast: Cast, made: Made) -> None:
    work(cast.head, made, "317")
    work(cast.head, made, "41", "small_ads_removed", FIRST)
    round = a_round(made, cast.clerk)
    task = the_task(round, "东巷")
    photos = [a_photo(cast.leader) for _ in range(2)]
    do_task(
        task=task.pk, report="清完了",
        work=[Work(new_id(), "waste", Decimal(2), Qualifier.EXACT)],
        proofs=[(photos[0], Stage.BEFORE), (photos[1], Stage.AFTER)],
        by=cast.leader, at=AT, id=new_id(),
    )  # fmt: skip
    brief = issued(cast.head, drafted(cast.clerk, made))
    content = from_json(brief.content)
    assert content.evidence() == [str(photo) for photo in photos]
    client = signed(cast, "commander")
    page = client.get(f"/insight/briefs/{brief.pk}/").content.decode()
    files = {
        form: client.get(f"/insight/briefs/{brief.pk}/file/{form}/") for form in ("docx", "pdf")
    }
    docx = "".join(words_in(files["docx"].content))
    pdf = pdf_words(files["pdf"].content)
    assert len(content.figures()) > 10
    for run in content.runs():
        assert run.text in page.replace("&amp;", "&")
        assert run.text in docx
        assert pdf is None or re.sub(r"\s", "", run.text) in pdf
    for line in content.annex:
        assert line.definition in docx
    name = unquote(files["pdf"]["Content-Disposition"].split("UTF-8''")[1])
    assert name.startswith("2020年第1期 关于") and name.endswith(".pdf")
    assert client.get(f"/insight/briefs/{brief.pk}/file/exe/").status_code == 404


def test_lists_keep_to_few_queries(
    cast: Cast, made: Made, django_assert_max_num_queries: object
) -> None:
    for _ in range(3):
        drafted(cast.clerk, made)
    client = signed(cast, "clerk")
    client.get("/insight/briefs/")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        answer = client.get("/insight/briefs/?state=draft&span=week&year=2020")
    assert answer.content.decode().count("brief-title") == 3
    assert client.get("/insight/briefs/?state=issued").status_code == 200
    assert client.get("/insight/briefs/?year=x&after=y").status_code == 200


def test_the_round_is_told(cast: Cast, made: Made) -> None:
    a_round(made, cast.clerk)
    content = from_json(drafted(cast.clerk, made).content)
    text = "\n".join(part.text for part in content.paragraphs())
    assert "一、任务推进情况" in text
    assert "共安排任务5项，已完成0项，其中已核查0项，任务覆盖率0%" in text
    assert any(ref.endswith(f"@{FIRST}") for ref in content.figures())
    assert not any(ref.endswith(f"@{GRID}") for ref in content.figures())
