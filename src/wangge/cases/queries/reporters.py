"""From the secret of a private link to its case. The secret is the only right asked for."""

from hashlib import sha256

from wangge.cases.models import Case, Reporter
from wangge.cases.rules import Stage
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say

NO_LINK = say("This link leads nowhere. Look whether it was copied whole.")
LONGEST_CHAIN = 20
"""Merges that are followed; a copy of a copy of a copy is rare, a ring can't be."""


def digest_of(secret: str) -> str:
    """What is kept of a secret.

    It is looked up by this hash, so the time a lookup takes says nothing of how near a guess came.
    """
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def case_of_secret(secret: str) -> tuple[Case, Reporter]:
    """The case that a reporter's link leads to, and the reporter with the case they reported.

    A merged case leads on to the one it was merged into. Raises :class:`NotFound` for any other
    text, always with the same words.
    """
    rows = Reporter.objects.select_related("case__category", "case__unit")
    reporter = rows.filter(secret=digest_of(secret)).first()
    if reporter is None:
        raise NotFound(NO_LINK)
    return at_end(reporter.case), reporter


def at_end(case: Case) -> Case:
    """The case itself, or the one it was merged into in the end."""
    for _ in range(LONGEST_CHAIN):
        if case.stage != Stage.MERGED.value or case.merged_into_id is None:
            break
        case = Case.objects.select_related("category", "unit").get(pk=case.merged_into_id)
    return case
