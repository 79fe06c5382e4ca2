"""A real process killed by the system between two writes, on a real database of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import os, signal, sys
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID
import django
django.setup()
from wangge.kernel.words import Qualifier
from wangge.site.first import SET_UP, bring_up
from wangge.trail.models import Entry
from wangge.worklog import actions
from wangge.worklog.models import Record

what, at = sys.argv[1], datetime(2020, 9, 2, tzinfo=UTC)
record, id = UUID(int=7), UUID(int=8)
if what == "set-up":
    bring_up()
if what == "killed":
    write = Record.objects.create.__func__
    def then_die(self, *args, **kwargs):
        write(self, *args, **kwargs)
        assert Record.objects.filter(pk=record).exists()
        os.kill(os.getpid(), signal.SIGKILL)
    type(Record.objects).create = then_die
if what in ("killed", "again"):
    actions.draft_record(
        record=record, measure="waste_cleared", amount=Decimal(2), qualifier=Qualifier.EXACT,
        region="530102009", starts_on=date(2020, 9, 2), ends_on=date(2020, 9, 2),
        by=SET_UP, at=at, id=id,
    )
print(Record.objects.count(), Entry.objects.filter(pk=id).count())
"""


def run(what: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "WANGGE_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "wangge.site.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, what],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_killed_between_two_writes_leaves_neither_and_repeating_writes_once(tmp_path: Path) -> None:
    assert run("set-up", tmp_path).returncode == 0
    killed = run("killed", tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert run("look", tmp_path).stdout.split() == ["0", "0"]
    assert run("again", tmp_path).stdout.split() == ["1", "1"]
    assert run("again", tmp_path).stdout.split() == ["1", "1"]
