"""The wording of briefs, without a database."""

from dataclasses import dataclass
from datetime import date

import pytest

from wangge.insight.briefs import prose
from wangge.insight.briefs.numbers import short
from wangge.insight.figures import FIGURES
from wangge.kernel.errors import Invalid


@dataclass(frozen=True)
class Told:
    text: str
    rows: int = 1


def test_every_number_of_the_sentences_is_a_figure() -> None:
    assert set(prose.figures()) <= set(FIGURES)


def test_a_shared_verb_is_said_once() -> None:
    found = {"urban_village_areas": Told("7个"), "old_estates": Told("27个")}
    [(heading, told)] = prose.sections(found, when="截至9月2日", who="普吉街道")
    assert heading == "大清理、大整治"
    assert told.text == "截至9月2日，普吉街道共清理城中村片区7个、老旧小区27个。"


def test_the_verb_stays_where_its_first_number_is_none() -> None:
    found = {"urban_village_areas": Told("0个", 0), "old_estates": Told("27个")}
    [(_, told)] = prose.sections(found, when="本周", who="普吉街道")
    assert told.text == "本周，普吉街道共清理老旧小区27个。"


def test_nothing_found_nothing_said() -> None:
    assert prose.sections({"plants": Told("0棵", 0)}, when="本周", who="普吉街道") == []


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("week", "本周（8月31日至9月6日）"),
        ("to_date", "截至9月6日"),
        ("free", "8月31日至9月6日"),
    ],
)
def test_how_days_are_said(span: str, said: str) -> None:
    assert prose.opening(span, date(2020, 8, 31), date(2020, 9, 6)) == said


def test_a_paragraph_goes_through_its_form_unchanged() -> None:
    found = {"plants": Told("2000棵")}
    [(_, told)] = prose.sections(found, when="本周", who="普吉街道")
    text = prose.editable(told, {"plants": "补植绿植"})
    assert text == "本周，普吉街道共补植绿植{补植绿植}。"
    again = prose.edited(prose.referred(text, {"补植绿植": "plants"}), found)
    assert again.text == told.text
    assert [run.figure for run in again.runs if run.figure] == ["plants"]


def test_braces_name_a_number_or_are_refused() -> None:
    with pytest.raises(Invalid):
        prose.referred("共{某数}", {})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("王家桥社区居民委员会", "王家桥社区"),
        ("大塘居委会", "大塘社区"),
        ("沙朗村民委员会", "沙朗村"),
        ("普吉街道", "普吉街道"),
        ("居委会", "居委会"),
    ],
)
def test_short_names(name: str, said: str) -> None:
    assert short(name) == said
