"""``wangge catalogue``: loading twice is loading once; the list finds by name and pinyin."""

from click.testing import CliRunner

from wangge.cases.management.catalogue import catalogue
from wangge.cases.models import Category


def run(*words: str) -> str:
    result = CliRunner().invoke(catalogue, list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_the_catalogue_is_loaded_once_and_listed(db) -> None:
    assert "no working calendar" in run("list")
    assert "415 categories" in run("load", "--since", "2020-01-01")
    assert "0 categories, 0 conditions, 0 days and 0 stage limits" in run("load")
    assert str(Category.objects.earliest("since").since) == "2020-01-01"
    found = run("list", "baolulaji")
    assert "06010" in found and "09009" not in found and "2019–2026" in found
