"""Codes as trees, names, and which grid may hold what."""

from uuid import uuid4

import pytest

from wangge.places.rules import (
    Level,
    common_code,
    level_of,
    parent_of,
    why_not_close,
    why_not_code,
    why_not_grid,
    why_not_inside,
    why_not_name,
    why_not_part,
)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("53", Level.PROVINCE),
        ("530102009001", Level.COMMUNITY),
        ("530102009001001", Level.GRID),
        ("5", None),
        ("", None),
        ("5a", None),
        ("53", Level.PROVINCE),
    ],
)
def test_the_length_is_the_level(code: str, level: Level | None) -> None:
    assert level_of(code) is level


def test_the_code_is_the_tree() -> None:
    assert parent_of("530102009001001") == "530102009001"
    assert parent_of("530102009001") == "530102009"
    assert parent_of("53") == ""


@pytest.mark.parametrize("code", ["", "530102009001", "53010200900100a", "5301020090010011"])
def test_a_grid_has_fifteen_digits(code: str) -> None:
    assert "15 digits" in str(why_not_grid(code, ""))


def test_a_grid_lies_in_its_community() -> None:
    assert why_not_grid("530102009001001", "530102009001") is None
    assert "doesn't lie in community" in str(why_not_grid("530102009001001", "530102009002"))


def test_a_code_of_a_level() -> None:
    assert why_not_code("530102009", Level.STREET) is None
    assert "has 12 digits" in str(why_not_code("530102009", Level.COMMUNITY))


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "王家桥\ufffd", "two\nlines"])
def test_names_are_text(name: str) -> None:
    assert why_not_name(name, 80) is not None


def test_what_holds_several_codes() -> None:
    assert common_code([]) == ""
    assert common_code(["530102009001001"]) == "530102009001001"
    assert common_code(["530102009001001", "530102009001002"]) == "530102009001"
    assert common_code(["530102009001001", "530102009002001"]) == "530102009"
    assert common_code(["530102009001", "530102009"]) == "530102009"
    assert common_code(["53", "11"]) == ""


def test_grid_and_region_must_fit() -> None:
    assert why_not_inside("530102009001001", "530102009") is None
    assert why_not_inside("530102009001001", "530102009001001") is None
    assert "isn't part of region" in str(why_not_inside("530102009001001", "530102009002"))


def test_no_place_is_part_of_itself() -> None:
    one, other = uuid4(), uuid4()
    assert why_not_part(one, [other]) is None
    assert why_not_part(one, [other, one]) is not None


def test_a_place_is_closed_once() -> None:
    from datetime import date

    assert why_not_close(None) is None
    assert "2020-08-31" in str(why_not_close(date(2020, 8, 31)))
