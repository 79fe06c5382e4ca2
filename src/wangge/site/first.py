"""What every installation begins with: tables up to date, kinds of place, measures, cases."""

from importlib.metadata import version

from django.core.management import call_command

from wangge.cases.actions import load_catalogue_of_cases
from wangge.cases.rules.catalogue import FIRST_DAY
from wangge.insight.actions import load_scoring
from wangge.kernel.clock import now
from wangge.kernel.ids import derived_id
from wangge.people.rules import Acting, PostKind
from wangge.places.actions import load_basics
from wangge.worklog.actions import load_catalogue

SET_UP = Acting(
    account=None, name="wangge", post=None, title="set-up", kind=PostKind.OFFICE_HEAD, region=""
)


def bring_up() -> None:
    """Bring tables and the package's catalogues up to date; once for each version."""
    call_command("migrate", verbosity=0)
    release = version("wangge")
    load_basics(by=SET_UP, at=now(), id=derived_id("places.basics", release))
    load_catalogue(by=SET_UP, at=now(), id=derived_id("worklog.catalogue", release))
    cases = derived_id("cases.catalogue", release)
    load_catalogue_of_cases(since=FIRST_DAY, by=SET_UP, at=now(), id=cases)
    load_scoring(by=SET_UP, at=now(), id=derived_id("insight.scoring", release))
