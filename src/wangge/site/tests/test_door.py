"""The door: every command is listed, opens, and says how it is used; faults are one line."""

import subprocess
import sys

import pytest

from wangge.site.door import COMMANDS


def wangge(*words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wangge.site.door", *words],
        input=text, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_help_lists_every_command() -> None:
    shown = wangge("--help")
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"manage"}))
def test_each_command_has_help(name: str) -> None:
    shown = wangge(name, "--help")
    assert shown.returncode == 0, shown.stderr
    assert "Usage:" in shown.stdout


def test_an_unknown_command_is_one_line_with_a_way_on() -> None:
    shown = wangge("figurs")
    assert shown.returncode == 2
    assert "No such command" in shown.stderr


def test_a_message_is_read_for_a_person() -> None:
    shown = wangge("read-message", text="今日清理小广告35张,清运垃圾2吨。")
    assert shown.returncode == 0, shown.stderr
    assert "小广告" in shown.stdout and "35" in shown.stdout
