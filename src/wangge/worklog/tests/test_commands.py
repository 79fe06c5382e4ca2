"""Commands: reading a message at the command line, loading the catalogue."""

import json

import pytest
from click.testing import CliRunner

from wangge.worklog.management.read_message import read_message


def test_a_person_gets_a_table() -> None:
    done = CliRunner().invoke(read_message, input="今日清运垃圾约2吨。明天计划修补路面5处。")
    assert done.exit_code == 0
    assert all(word in done.output for word in ("清运", "垃圾", "约2", "吨", "计划"))


def test_lines_in_lines_out() -> None:
    lines = [json.dumps({"id": "1", "text": "清运垃圾2吨"}), "not json", json.dumps({"id": "2"})]
    done = CliRunner().invoke(read_message, ["--jsonl"], input="\n".join(lines))
    first, second, third = map(json.loads, done.output.splitlines())
    assert first["figures"][0]["unit"] == "吨"
    assert "error" in second
    assert (third["id"], "error" in third) == ("2", True)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_message_says_how(text: str) -> None:
    done = CliRunner().invoke(read_message, input=text)
    assert done.exit_code == 2
    assert "empty" in done.output


def test_bytes_that_are_no_text_still_answer() -> None:
    done = CliRunner().invoke(read_message, input=b"\xff\xfe\xe6\xb8\x85 3\xe5\x90\xa8")
    assert done.exit_code == 0


@pytest.mark.django_db
def test_the_catalogue_is_loaded_once() -> None:
    from wangge.worklog.management.measures import measures
    from wangge.worklog.models import Measure

    first = CliRunner().invoke(measures, ["load"])
    second = CliRunner().invoke(measures, ["load"])
    assert first.output.startswith(f"{Measure.objects.count()} measures")
    assert second.output.startswith("0 measures and 0 wordings")
    shown = CliRunner().invoke(measures, ["list", "小广告"], env={"COLUMNS": "200"})
    assert "small_ads_removed" in shown.output
