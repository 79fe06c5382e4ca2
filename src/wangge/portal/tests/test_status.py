"""The private link: what it tells, what its holder may say, and what strangers learn (nothing)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wangge.cases.actions import NewReporter
from wangge.cases.actions.report import add_reporter
from wangge.cases.models import Case, Category, Remark
from wangge.cases.rules import Stage
from wangge.cases.tests.make import make_case
from wangge.kernel.ids import new_id
from wangge.people.rules import PUBLIC, Right
from wangge.people.tests.cast import GRID, Cast
from wangge.portal.rules import LIMITS, Gate
from wangge.portal.tests.conftest import Resident, a_photo, words
from wangge.trail.actions import keep_evidence, prove
from wangge.trail.models import Entry
from wangge.trail.rules import Stage as Shows

pytestmark = pytest.mark.django_db
SECRET = "s" * 43
LATER = "l" * 43
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def reported(cast: Cast, stage: Stage = Stage.REPORTED, **columns) -> Case:
    """A case with its reporter's link."""
    case = make_case(cast, stage, reported_at=AT, **columns)
    add_reporter(case, NewReporter(SECRET), AT)
    return case


def a_proof(case: Case, stage: Shows, at: datetime = AT) -> str:
    evidence = new_id()
    doing = {"region": GRID, "right": Right.REPORT_CASE.value, "by": PUBLIC, "at": at}
    keep_evidence(evidence=evidence, upload=a_photo(), name="a.jpg", id=new_id(), **doing)
    prove(evidence=evidence, kind="cases.case", subject=case.pk, stage=stage)
    return str(evidence)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.MERGED])
def test_every_stage_has_its_page(ground: Category, cast: Cast, resident: Resident, stage) -> None:
    case = reported(cast, stage, reason="不属于本街道")
    page = resident.open(SECRET)
    assert page.status_code == 200 and case.number in words(page)
    assert ("不属于本街道" in words(page)) is (stage in (Stage.REFUSED, Stage.VOID))
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "private, no-store"
    assert "noindex" in page["X-Robots-Tag"] and "noindex" in words(page)


def test_a_merged_case_leads_on(ground: Category, cast: Cast, resident: Resident) -> None:
    target = make_case(cast, Stage.DISPATCHED, category=ground, text="别人的话")
    between = make_case(cast, Stage.MERGED, merged_into=target)
    case = reported(cast, Stage.MERGED, merged_into=between, text="我说的话")
    page = words(resident.open(SECRET))
    assert case.number in page and target.number in page and "Being handled" in page
    assert "我说的话" in page and "别人的话" not in page


def test_parts_of_a_split_case_are_named(ground: Category, cast: Cast, resident: Resident) -> None:
    whole = reported(cast, Stage.SPLIT)
    make_case(cast, Stage.DISPATCHED, parent=whole)
    assert "Several units work on it" in words(resident.open(SECRET))


def test_public_remarks_only(ground: Category, cast: Cast, resident: Resident) -> None:
    case = reported(cast, Stage.DISPATCHED)
    for text, public in (("明天上午清运 <i>", True), ("内部意见", False)):
        Remark.objects.create(case=case, text=text, is_public=public, at=AT)
    page = words(resident.open(SECRET))
    assert "明天上午清运 &lt;i&gt;" in page and "内部意见" not in page


def test_photos_are_the_link_holders(ground: Category, cast: Cast, resident: Resident) -> None:
    case = reported(cast, Stage.HANDLED)
    add_reporter(case, NewReporter(LATER), AT + timedelta(days=1))
    before, after, other = (
        a_proof(case, stage) for stage in (Shows.BEFORE, Shows.AFTER, Shows.OTHER)
    )
    elsewhere = a_proof(make_case(cast), Shows.AFTER)
    units_own = a_proof(case, Shows.BEFORE, AT + timedelta(days=1))

    def status(secret: str, evidence: str, name: str = "portal:photo") -> int:
        return resident.browser.get(reverse(name, args=[secret, evidence])).status_code

    assert [status(SECRET, one) for one in (before, after, other, elsewhere, units_own)] == [
        200, 200, 404, 404, 404,
    ]  # fmt: skip
    assert [status(LATER, one) for one in (before, after)] == [404, 200]
    assert status(SECRET, after, "portal:photo_small") == 200
    assert status("x" * 43, after) == 404
    photo = resident.browser.get(reverse("portal:photo", args=[SECRET, before]))
    assert photo["Content-Type"] == "image/jpeg" and photo["Cache-Control"] == "private, no-store"


def test_a_stranger_learns_nothing(ground: Category, cast: Cast, resident: Resident) -> None:
    case = reported(cast)
    pages = [resident.open(guess) for guess in ("x" * 43, case.number, str(case.pk), "0")]
    assert {page.status_code for page in pages} == {404}
    assert len({words(page).replace(page.request["PATH_INFO"], "") for page in pages}) == 1
    for name in ("portal:sent", "portal:rate", "portal:reopen"):
        ask = resident.browser.get if name == "portal:sent" else resident.browser.post
        assert ask(reverse(name, args=["x" * 43]), {"id": new_id()}).status_code == 404


def test_guessing_is_held_off(ground: Category, cast: Cast, resident: Resident) -> None:
    reported(cast)
    most = LIMITS[Gate.GUESS].most
    tried = [resident.open(f"guess-{number}") for number in range(2 * most + 2)]
    assert [page.status_code for page in tried[:most]] == [404] * most
    held = tried[-1]
    assert held.status_code == 429 and int(held["Retry-After"]) <= 61
    elsewhere = resident.browser.get(
        reverse("portal:status", args=[SECRET]), REMOTE_ADDR="198.51.100.9"
    )
    assert elsewhere.status_code == 200


def test_is_it_solved(ground: Category, cast: Cast, resident: Resident) -> None:
    case = reported(cast, Stage.CLOSED)
    form = {"id": new_id(), "resolution": "solved", "satisfaction": "content"}
    rate = reverse("portal:rate", args=[SECRET])
    done = resident.browser.post(rate, form, follow=True)
    assert "Your answer is kept" in words(done)
    case.refresh_from_db()
    assert (case.resolution, case.satisfaction) == ("solved", "content")
    resident.browser.post(rate, form)
    assert Entry.objects.filter(action="cases.rate").count() == 1
    for answer in ({"resolution": "perhaps"}, {}, {"resolution": "solved", "satisfaction": "x"}):
        assert resident.browser.post(rate, {"id": new_id(), **answer}).status_code == 422
    assert resident.browser.post(rate, {"resolution": "solved"}).status_code == 422


def test_nothing_to_say_before_it_is_closed(
    ground: Category, cast: Cast, resident: Resident
) -> None:
    reported(cast, Stage.DISPATCHED)
    for name, fields in (("rate", {"resolution": "solved"}), ("reopen", {"reason": "还在"})):
        page = resident.browser.post(
            reverse(f"portal:{name}", args=[SECRET]), {"id": new_id(), **fields}
        )
        assert page.status_code == 422 and "closed" in words(page)
    assert "Is it solved?" not in words(resident.open(SECRET))


def test_reopened_once_with_a_reason(ground: Category, cast: Cast, resident: Resident) -> None:
    case = reported(cast, Stage.CLOSED)
    reopen = reverse("portal:reopen", args=[SECRET])
    without = resident.browser.post(reopen, {"id": new_id(), "reason": " "})
    assert without.status_code == 422 and "Give the reason" in words(without)
    long = resident.browser.post(reopen, {"id": new_id(), "reason": "长" * 301})
    assert long.status_code == 422 and "301" in words(long)
    form = {"id": new_id(), "reason": "又堆起来了"}
    assert [resident.browser.post(reopen, form).status_code for _ in range(2)] == [302, 302]
    case.refresh_from_db()
    assert (case.stage, case.reopened, case.closed_at) == (Stage.FILED.value, 1, None)
    assert case.dispatch_due_at == case.due_at
    entry = Entry.objects.get(action="cases.reopen")
    assert entry.data["reason"] == "又堆起来了" and entry.account_id is None
    Case.objects.filter(pk=case.pk).update(stage=Stage.CLOSED.value)
    assert "reopened once already" in words(resident.open(SECRET))
    again = resident.browser.post(reopen, {"id": new_id(), "reason": "再来"})
    assert again.status_code == 422


def test_the_link_s_forms_need_no_token_and_the_language_changes(
    ground: Category, cast: Cast
) -> None:
    """Browsers that tell no page where they were show no origin either."""
    reported(cast, Stage.CLOSED)
    strict = Client(enforce_csrf_checks=True)
    here = reverse("portal:status", args=[SECRET])
    origin = {"origin": "null"}
    rated = strict.post(
        reverse("portal:rate", args=[SECRET]),
        {"id": new_id(), "resolution": "unsolved"},
        headers=origin,
    )
    assert rated.status_code == 302
    changed = strict.post(
        reverse("portal:language"), {"language": "en", "next": here}, headers=origin
    )
    assert changed["Location"] == here
    assert "Is it solved?" in words(strict.get(here))
