"""What import contracts cannot see: where foreign keys point, and that every domain is placed."""

import configparser
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "wangge"


def layers() -> list[str]:
    """Domains from the highest to the lowest, independent ones in one entry."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    lines = contracts["importlinter:contract:domains"]["layers"].splitlines()
    return [line for line in map(str.strip, lines) if line and not line.startswith("#")]


def height() -> dict[str, int]:
    """How high each domain stands."""
    ordered = list(reversed(layers()))
    return {
        name.strip(" ()"): level for level, line in enumerate(ordered) for name in line.split("|")
    }


def test_foreign_keys_point_down() -> None:
    heights = height()
    up = []
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("wangge."):
            continue
        for field in model._meta.get_fields():
            target = field.related_model if field.many_to_one or field.one_to_one else None
            if target is None or field.auto_created or not hasattr(field, "attname"):
                continue
            if target._meta.label == settings.AUTH_USER_MODEL:
                continue  # the acting account is the one exception
            if heights[model._meta.app_label] < heights.get(target._meta.app_label, -1):
                up.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert up == []


def test_every_domain_has_its_layer() -> None:
    folders = {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}
    assert folders <= set(height())


def test_every_domain_opens_the_same_way() -> None:
    allowed = {
        "README.md", "__init__.py", "rules", "models", "queries", "actions", "reactions", "jobs",
        "asking", "web", "templates", "static", "locale", "migrations", "management", "apps",
        "tests", "data", "__pycache__",
    }  # fmt: skip
    for name in ("trail", "places", "people", "worklog", "campaigns"):
        here = {path.name.removesuffix(".py") for path in (PACKAGE / name).iterdir()}
        assert here - allowed - {"__init__"} == set(), name


def test_nothing_below_pages_and_jobs_asks_the_clock() -> None:
    asked = []
    for file in PACKAGE.rglob("*.py"):
        parts = file.relative_to(PACKAGE).parts
        if {"web", "jobs.py", "jobs", "management", "tests", "demo", "site"} & set(parts):
            continue
        if parts == ("kernel", "clock.py"):
            continue
        text = file.read_text()
        words = ("datetime.now(", "timezone.now(", "date.today(", "import now", "clock.now(")
        if any(word in text for word in words):
            asked.append("/".join(parts))
    assert asked == []


def test_no_business_flow_in_signals_or_save() -> None:
    found = []
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text()
        if "tests" in file.parts:
            continue
        for word in ("post_save", "pre_save", "def save(self", "GenericForeignKey", "@receiver("):
            if word in text:
                found.append(f"{file.relative_to(PACKAGE)}: {word}")
    assert found == []


def test_no_grab_bags() -> None:
    names = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [str(f) for f in PACKAGE.rglob("*.py") if f.name in names] == []


def test_templates_carry_no_inline_script() -> None:
    """The content security policy allows scripts from our own files only."""
    found = []
    for file in PACKAGE.rglob("templates/**/*.html"):
        for line in file.read_text().splitlines():
            data = "src=" in line or "application/json" in line
            bare = "<script" in line and not data
            if bare or " onclick=" in line or " onchange=" in line or " onsubmit=" in line:
                found.append(f"{file.name}: {line.strip()[:80]}")
    assert found == []
