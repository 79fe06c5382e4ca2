"""The first account of an installation, made on the machine itself."""

from click.testing import CliRunner

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Mendable
from wangge.people.management.accounts import accounts
from wangge.people.models import Account
from wangge.people.queries import acting_as
from wangge.people.rules import PostKind
from wangge.people.tests.cast import STREET, Cast

FIRST = ["first", "li.ming", "--name", "李明", "--region", STREET]


def test_the_first_account_can_open_others(db) -> None:
    said = CliRunner().invoke(accounts, FIRST)
    assert said.exit_code == 0, said.output
    person = Account.objects.get(username="li.ming")
    assert person.check_password(said.output.split()[1])
    assert person.must_change_password
    assert acting_as(person, day_of(now())).kind is PostKind.OFFICE_HEAD
    again = CliRunner().invoke(accounts, FIRST)
    assert isinstance(again.exception, Mendable)


def test_a_way_back_in(cast: Cast) -> None:
    said = CliRunner().invoke(accounts, ["reset", "Clerk"])
    assert cast.account("clerk").check_password(said.output.split()[1])
    nobody = CliRunner().invoke(accounts, ["reset", "nobody"])
    assert isinstance(nobody.exception, Mendable)
