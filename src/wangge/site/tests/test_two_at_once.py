"""Real processes at once: two people on one case, many reports in one subdistrict, one sent often.

Of two who act on one case exactly one is first; the other reads a sentence that says what happened.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest

from wangge.cases.tests.make import LAT, LNG
from wangge.gateways.tests.open311_make import BASE, KEY
from wangge.people.tests.cast import AT, GRID
from wangge.site.tests.served import (
    Installation,
    Server,
    Worker,
    acting,
    bring_up_with_cast,
    installation,
)

pytestmark = pytest.mark.slow
ROUNDS = 30
AT_ONCE = 6


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for all: each test has cases of its own."""
    with installation(tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def four(here: Installation) -> Iterator[list[Worker]]:
    """Processes that act at once."""
    with here.workers(4) as workers:
        workers[0].ask(bring_up_with_cast)
        yield workers


def lay(stage: str, number: int) -> list[str]:
    """Cases brought to a stage by actions."""
    from wangge.cases.tests.make import make_category, make_condition

    litter = make_category()
    make_condition(litter)
    return [_laid(stage, litter.pk) for _ in range(number)]


def _laid(stage: str, litter: UUID) -> str:
    from wangge.cases import actions
    from wangge.cases.rules import Ask, Source

    case = uuid4()
    clerk, handler = acting("clerk"), acting("handler")
    work = [["waste_cleared", "2"]]
    steps: list[tuple[str, Any, dict[str, Any]]] = [
        ("report_case", clerk, {"source": Source.PATROL, "text": "垃圾", "region": GRID}),
        ("file_case", clerk, {"category": litter}),
        ("dispatch_case", clerk, {"unit": handler.unit}),
        ("handle_case", handler, {"report": "清完了", "work": _work(work)}),
    ]
    upto = ["reported", "filed", "dispatched", "handled"].index(stage.partition(":")[0]) + 1
    asked = stage.partition(":")[2]
    if asked:
        more = {"request": uuid4(), "ask": Ask(asked), "reason": "下雨"}
        steps.insert(upto, ("ask_office", handler, more))
        upto += 1
    for name, by, given in steps[:upto]:
        getattr(actions, name)(case=case, by=by, at=AT, id=uuid4(), **given)
    return str(case)


def _work(lines: list[list[str]]) -> list[Any]:
    from decimal import Decimal

    from wangge.cases.rules.work import Work

    return [Work(uuid4(), measure, Decimal(amount)) for measure, amount in lines]


def act(name: str, part: str, case: str, given: dict[str, Any]) -> list[str]:
    """One action by somebody: how it ended, and the sentence they read."""
    from django.utils.translation import override

    from wangge.cases import actions
    from wangge.kernel.errors import Mendable
    from wangge.kernel.pages import translate

    if "work" in given:
        given = given | {"work": _work(given["work"])}
    if "unit" in given:
        given = given | {"unit": acting(given["unit"]).unit}
    try:
        getattr(actions, name)(case=UUID(case), by=acting(part), at=AT, id=uuid4(), **given)
    except Mendable as error:
        with override("en"):
            return [type(error).__name__, translate(error.reason)]
    return ["done", ""]


def traces(cases: list[str]) -> list[dict[str, Any]]:
    """What is left of each case: its stage, its dispatches, its quantities, its entries."""
    from wangge.cases.models import Case, Dispatch
    from wangge.trail.models import Entry
    from wangge.worklog.models import Record

    def column(rows: Any, name: str) -> list[str]:
        return list(rows.order_by("pk").values_list(name, flat=True))

    return [
        {
            "stage": Case.objects.get(pk=case).stage,
            "urges": Case.objects.get(pk=case).urges,
            "amended": list(Case.objects.filter(pk=case).values_list("address", "lng")[0]),
            "dispatches": column(Dispatch.objects.filter(case=case), "outcome"),
            "records": column(Record.objects.filter(origin_id=case), "state"),
            "entries": column(Entry.objects.filter(subject=case), "action"),
        }
        for case in cases
    ]


Try = tuple[str, str, dict[str, Any]]


def race(four: list[Worker], cases: list[str], first: Try, second: Try) -> list[list[list[str]]]:
    """Two processes try their act on each case at the same moment; what each was answered."""
    answers = []
    for case in cases:
        for worker, (name, part, given) in zip(four[:2], (first, second), strict=True):
            worker.send(act, name, part, case, given)
        answers.append([worker.answer() for worker in four[:2]])
    return answers


WORK = [["waste_cleared", "2"]]
FIRST_SAYS = re.compile(r".+ (?P<who>\w+) was first: “.+”\. Look at the case again\.")
STAGE_SAYS = re.compile(r"This case is “.+”; “.+” isn't possible then\.")
GONE_SAYS = "There is no such case in your area, or it isn't with your unit any more."
"""What a unit reads of a case that went back to the office: it isn't theirs to see any more."""


@pytest.mark.parametrize(
    ("stage", "first", "second", "ends"),
    [
        (
            "filed",
            ("dispatch_case", "clerk", {"unit": "handler"}),
            ("dispatch_case", "head", {"unit": "company"}),
            [("dispatched", ["running"], [])] * 2,
        ),
        (
            "dispatched:suspend",
            ("handle_case", "handler", {"report": "清完了", "work": WORK}),
            ("grant_request", "head", {}),
            [("handled", ["handled"], ["draft"]), ("suspended", ["running"], [])],
        ),
        (
            "dispatched:return",
            ("handle_case", "handler", {"report": "清完了", "work": WORK}),
            ("grant_request", "head", {}),
            [("handled", ["handled"], ["draft"]), ("filed", ["returned"], [])],
        ),
        (
            "handled",
            ("pass_case", "inspector", {}),
            ("fail_case", "sub_commander", {"reason": "还有"}),
            [
                ("verified", ["handled"], ["confirmed"]),
                ("dispatched", ["handled", "running"], ["voided"]),
            ],
        ),
    ],
    ids=["dispatch twice", "handle or suspend", "handle or return", "pass or fail"],
)
def test_one_is_first_and_the_other_reads_what_happened(
    four: list[Worker], stage: str, first: Try, second: Try, ends: list[tuple[str, Any, Any]]
) -> None:
    cases = four[0].ask(lay, stage, ROUNDS)
    before = four[0].ask(traces, cases)
    answers = race(four, cases, first, second)
    after = four[0].ask(traces, cases)
    for answer, was, now in zip(answers, before, after, strict=True):
        won = [how == "done" for how, _ in answer]
        assert sum(won) == 1, answer
        how, sentence = answer[won.index(False)]
        gone = won[1] and stage.endswith("return") and how == "NotFound"
        assert how in ("Conflict", "Refused") or (gone and sentence == GONE_SAYS), answer
        assert gone or FIRST_SAYS.fullmatch(sentence) or STAGE_SAYS.fullmatch(sentence), answer
        winner = won.index(True)
        assert (now["stage"], now["dispatches"], now["records"]) == ends[winner]
        assert len(now["entries"]) == len(was["entries"]) + 1


def test_who_urges_at_once_is_counted_both(four: list[Worker]) -> None:
    cases = four[0].ask(lay, "dispatched", ROUNDS)
    urge: list[Try] = [("urge_case", part, {"text": "快"}) for part in ("clerk", "head")]
    answers = race(four, cases, *urge)
    assert all(how == "done" for answer in answers for how, _ in answer)
    assert {row["urges"] for row in four[0].ask(traces, cases)} == {2}


def test_two_who_put_right_different_things_both_do(four: list[Worker]) -> None:
    cases = four[0].ask(lay, "filed", ROUNDS)
    amend: list[Try] = [
        ("amend_case", "clerk", {"address": "王家桥菜场"}),
        ("amend_case", "head", {"lng": LNG, "lat": LAT}),
    ]
    answers = race(four, cases, *amend)
    assert all(how == "done" for answer in answers for how, _ in answer), answers
    assert {tuple(row["amended"]) for row in four[0].ask(traces, cases)} == {("王家桥菜场", LNG)}


def test_two_cases_aren_t_merged_into_each_other(four: list[Worker]) -> None:
    """Each process merges one of a pair into the other: one way is taken, not both, nor neither."""
    cases = four[0].ask(lay, "filed", 20)
    pairs = list(zip(cases[::2], cases[1::2], strict=True))
    for pair in pairs:
        for worker, (case, target) in zip(four[:2], (pair, pair[::-1]), strict=True):
            worker.send(merge, case, target)
        answers = [worker.answer() for worker in four[:2]]
        loser, winner = sorted(how for how, _ in answers)
        assert winner == "done" and loser in ("Conflict", "Refused"), answers
    stages = [row["stage"] for row in four[0].ask(traces, cases)]
    assert [sorted(pair) for pair in zip(stages[::2], stages[1::2], strict=True)] == [
        ["filed", "merged"]
    ] * len(pairs)


def merge(case: str, target: str) -> list[str]:
    return act("merge_case", "clerk", case, {"target": UUID(target)})


def report_many(number: int) -> list[str]:
    """Report a number of problems one after another; their numbers."""
    from wangge.cases.actions import report_case
    from wangge.cases.rules import Source
    from wangge.people.rules import PUBLIC

    return [
        report_case(
            case=uuid4(), source=Source.PUBLIC, text="垃圾", lng=LNG, lat=LAT, by=PUBLIC, at=AT,
            id=uuid4(),
        ).data["number"]
        for _ in range(number)
    ]  # fmt: skip


def counted() -> list[str]:
    from wangge.cases.models import Case

    return list(Case.objects.values_list("number", flat=True))


def test_many_processes_report_at_once_and_every_number_is_its_own(four: list[Worker]) -> None:
    before = four[0].ask(counted)
    for worker in four:
        worker.send(report_many, 15)
    given = [number for worker in four for number in worker.answer()]
    assert len(set(given)) == len(given) == 60
    assert Counter(four[0].ask(counted)) == Counter(before + given)


@pytest.fixture(scope="module")
def server(here: Installation, four: list[Worker]) -> Iterator[Server]:
    with here.server() as found:
        yield found


def all_at_once(server: Server, path: str, body: str, cookies: str = "") -> list[Any]:
    """The same request over several connections at the same moment; each one's answer."""
    gate = Barrier(AT_ONCE)

    def send(_: int) -> Any:
        line = server.line()
        line.connect()
        head = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        gate.wait()
        line.request("POST", path, body, head)
        answer = line.getresponse()
        answer.text = answer.read().decode()  # type: ignore[attr-defined]
        return answer

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, range(AT_ONCE)))


def test_one_report_sent_often_at_once_is_one_case(four: list[Worker], server: Server) -> None:
    before = four[0].ask(counted)
    numbers = []
    for turn in range(5):
        fields = {"api_key": KEY, "service_code": "0", "lat": LAT, "long": LNG,
                  "description": f"同一堆垃圾 {turn}"}  # fmt: skip
        answers = all_at_once(server, f"{BASE}requests.json", urlencode(fields))
        assert {answer.status for answer in answers} == {200}, [one.text for one in answers]
        found = {json.loads(answer.text)[0]["service_request_id"] for answer in answers}
        assert len(found) == 1
        numbers += found
    assert Counter(four[0].ask(counted)) == Counter(before + numbers)


def test_a_resident_who_taps_often_gets_one_link(four: list[Worker], server: Server) -> None:
    before = four[0].ask(counted)
    line = server.line()
    links = set()
    for turn in range(5):
        line.request("GET", "/report/")
        page = line.getresponse()
        form = page.read().decode()
        cookies = "; ".join(
            cookie.partition(";")[0] for cookie in page.headers.get_all("Set-Cookie") or ()
        )
        fields = {
            name: re.search(rf'name="{name}" value="([^"]+)"', form)[1]  # type: ignore[index]
            for name in ("csrfmiddlewaretoken", "id", "key")
        }
        fields |= {"lng": str(LNG), "lat": str(LAT), "text": f"垃圾 {turn}"}
        answers = all_at_once(server, "/report/", urlencode(fields), cookies)
        assert {answer.status for answer in answers} == {302}, [one.text for one in answers]
        found = {answer.headers["Location"] for answer in answers}
        assert len(found) == 1
        links |= found
    assert len(links) == 5
    assert len(four[0].ask(counted)) == len(before) + 5
