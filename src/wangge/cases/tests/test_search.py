"""Finding cases by Chinese words, numbers and addresses; nothing that is typed breaks it."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from wangge.cases.models import CaseText
from wangge.cases.models.search import install_search
from wangge.cases.queries import search
from wangge.cases.queries.lists import cases_listed
from wangge.cases.queries.sought import Sought
from wangge.cases.rules.grams import LONGEST, MOST, grams_of, sought_grams
from wangge.cases.tests.make import make_case
from wangge.people.tests.cast import AT, Cast


def test_pairs_of_characters_and_whole_words():
    assert grams_of("普吉路12号") == "普吉 吉路 路 12 号"
    assert grams_of("PJ-20200902-0001 Ａ座") == "pj 20200902 0001 a 座"
    assert grams_of("垃圾，垃圾！") == "垃圾 圾"
    assert grams_of("") == grams_of("，。\0 ☂") == ""


def test_a_question_looks_for_what_tells_something():
    assert sought_grams("垃圾桶") == [("垃圾", False), ("圾桶", False)]
    assert sought_grams("桥") == [("桥", True)]
    assert sought_grams("12号") == [("12", False)]
    assert sought_grams("2020 caf") == [("2020", True), ("caf", True)]
    assert sought_grams("\0'\"*") == []


@given(st.text(max_size=300))
def test_words_are_single_parted_by_single_spaces(text):
    words = grams_of(text).split(" ") if grams_of(text) else []
    assert len(words) == len(set(words))
    assert all(
        word and len(word) <= LONGEST and not set(word) & set(" '\"*:\\\0") for word in words
    )
    assert len(sought_grams(text)) <= MOST


@given(st.text(min_size=1, max_size=60))
def test_what_was_written_is_found_by_any_of_it(text):
    words = grams_of(text).split(" ")
    for word, may_go_on in sought_grams(text):
        assert any(one == word or (may_go_on and one.startswith(word)) for one in words)


def found(cast: Cast, text: str) -> set[str]:
    page = cases_listed(user=cast.clerk, sought=Sought(text=text), at=AT, counted=False)
    return {row.number for row in page.rows}


@pytest.fixture
def some(cast: Cast):
    make_case(cast, number="PJ-20200902-0001", text="路口垃圾桶满溢", address="普吉路12号")
    make_case(cast, number="PJ-20200902-0002", text="井盖破损，有危险", address="小路沟 3 栋 B 座")
    make_case(cast, number="PJ-20200903-0001", text="建筑垃圾 construction waste", address="王家桥")


WANTED = {
    "垃圾": {"PJ-20200902-0001", "PJ-20200903-0001"},
    "垃圾桶": {"PJ-20200902-0001"},
    "井盖 危险": {"PJ-20200902-0002"},
    "桥": {"PJ-20200903-0001"},
    "溢": {"PJ-20200902-0001"},
    "PJ-20200902-0002": {"PJ-20200902-0002"},
    "20200903": {"PJ-20200903-0001"},
    "202009": {"PJ-20200902-0001", "PJ-20200902-0002", "PJ-20200903-0001"},
    "Constr": {"PJ-20200903-0001"},
    "普吉路12号": {"PJ-20200902-0001"},
    "３栋": {"PJ-20200902-0002"},
    "垃圾 井盖": set(),
    "大象": set(),
    "！？": set(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("few", [search.FEW, 0], ids=["by index", "by walking"])
def test_each_question_finds_its_cases_either_way(cast: Cast, some, monkeypatch, few):
    monkeypatch.setattr(search, "FEW", few)
    for text, numbers in WANTED.items():
        assert found(cast, text) == numbers, text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "'", '"', "\\", "\0垃圾", "垃圾\0", "' OR 1=1 --", '" OR "', "垃圾 AND", "NEAR(垃圾, 2)",
        "grams:垃圾", "垃圾*", "^垃圾", "-垃圾", "(", "a & b | !c", "垃圾:*", "%", "_", "%s",
        "垃" * 10_000, "x" * 10_000, " ".join(str(n) for n in range(2000)), "𠮷野家",
        "\ud7ff\ue000", "\u200b",
    ],
)  # fmt: skip
def test_hostile_questions_are_questions(cast: Cast, some, text):
    for few in (search.FEW, 0):
        search_few, search.FEW = search.FEW, few
        try:
            assert isinstance(found(cast, text), set)
        finally:
            search.FEW = search_few


@pytest.mark.django_db
def test_the_index_follows_what_is_changed_and_deleted(cast: Cast):
    case = make_case(cast, text="旧话")
    CaseText.objects.filter(case=case).update(grams=grams_of("新词"))
    assert (found(cast, "旧话"), found(cast, "新词")) == (set(), {case.number})
    CaseText.objects.filter(case=case).delete()
    assert found(cast, "新词") == set()


@pytest.mark.django_db
def test_the_index_is_put_in_place_as_often_as_wanted(cast: Cast):
    install_search()
    install_search()
    case = make_case(cast, text="路口垃圾桶满溢")
    assert found(cast, "垃圾桶") == {case.number}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE cases_casetext_fts")
        install_search()
        assert found(cast, "垃圾桶") == {case.number}


@pytest.mark.django_db
def test_words_open_no_door_to_another_area(cast: Cast, some):
    assert cases_listed(user=cast.stranger, sought=Sought(text="垃圾"), at=AT).rows == []
    assert cases_listed(user=cast.handler, sought=Sought(text="垃圾"), at=AT).rows == []
