"""Fixtures for every test: a data folder of its own, and the named cast."""

from importlib import import_module
from pathlib import Path

import pytest

from wangge.cases.queries.kept import forget_now
from wangge.people.tests.cast import Cast, make_cast

OUTLINES = import_module("wangge.places.queries.grids")
"""The module; its package gives a function the same name."""


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path: Path) -> None:
    """Files of a test go to its own folder; a cheap hash keeps the cast quick."""
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "evidence"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a process keeps for a moment belongs to the test before, and so do its outlines."""
    forget_now()
    OUTLINES._kept = None


@pytest.fixture
def cast(db) -> Cast:
    """Commander, clerk, grid leaders, company, stranger and the rest."""
    return make_cast()
