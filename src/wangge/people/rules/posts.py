"""Posts, and the rights that follow from them. Pure.

Every right follows from a post and its region (the report: 指挥部, 办公室, 分指挥部, 网格分工,
包保责任, 纪工委). The table below is the only place where rights are given.
"""

from dataclasses import dataclass
from uuid import UUID

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say
from wangge.places.rules import KEEP_PLACES
from wangge.trail.rules import READ_TRAIL, SEE


class UnitKind(Choice):
    """Kinds of unit named in the report."""

    STREET_OFFICE = "street_office", N_("Subdistrict office")
    COMMAND = "command", N_("Campaign command")
    SUB_COMMAND = "sub_command", N_("Sub-headquarters")
    CAMPAIGN_OFFICE = "campaign_office", N_("Campaign office")
    COMMUNITY = "community", N_("Community")
    VILLAGER_GROUP = "villager_group", N_("Villager group")
    CITY_MANAGEMENT = "city_management", N_("City management")
    SANITATION = "sanitation", N_("Sanitation")
    PROPERTY_COMPANY = "property_company", N_("Property company")
    CIVILISED_UNIT = "civilised_unit", N_("Civilised unit")
    SUNK_UNIT = "sunk_unit", N_("Assigned district unit")
    HOUSEHOLD_UNIT = "household_unit", N_("Public-household unit")
    PIONEER_TEAM = "pioneer_team", N_("Pioneer team")
    DISCIPLINE = "discipline", N_("Discipline inspection")
    MERCHANT = "merchant", N_("Merchants")
    CONGRESS = "congress", N_("People's Congress and CPPCC group")


class PostKind(Choice):
    """Kinds of post in the command tree."""

    COMMANDER = "commander", N_("Commander-in-chief")
    EXECUTIVE = "executive", N_("Executive commander")
    MEMBER = "member", N_("Command member")
    OFFICE_HEAD = "office_head", N_("Head of the campaign office")
    CLERK = "clerk", N_("Campaign office clerk")
    SUB_COMMANDER = "sub_commander", N_("Sub-headquarters commander")
    COMMUNITY_HEAD = "community_head", N_("Community secretary")
    COMMUNITY_CLERK = "community_clerk", N_("Community clerk")
    GRID_LEADER = "grid_leader", N_("Grid leader")
    COMPANY = "company", N_("Company manager")
    HANDLER = "handler", N_("Responsible unit's handler")
    INSPECTOR = "inspector", N_("Grid inspector")
    DISCIPLINE = "discipline", N_("Discipline inspector")
    ADMINISTRATOR = "administrator", N_("System administrator")
    CLOCKWORK = "clockwork", N_("Clockwork")
    RESIDENT = "resident", N_("Resident")


class Right(Choice):
    """What a post may do within its region."""

    SEE = SEE, N_("See records")
    READ_TRAIL = READ_TRAIL, N_("Read the journal")
    KEEP_PLACES = KEEP_PLACES, N_("Keep the register of places")
    KEEP_PEOPLE = "keep_people", N_("Keep units, posts and accounts")
    KEEP_MEASURES = "keep_measures", N_("Keep the catalogue of measures")
    RECORD_WORK = "record_work", N_("Record work")
    CONFIRM_WORK = "confirm_work", N_("Confirm and void work")
    PLAN = "plan", N_("Plan campaigns and rounds")
    ASSIGN_TASK = "assign_task", N_("Assign tasks")
    DO_TASK = "do_task", N_("Do tasks")
    CHECK_TASK = "check_task", N_("Check tasks")
    WRITE_BRIEF = "write_brief", N_("Write briefs")
    ISSUE_BRIEF = "issue_brief", N_("Issue briefs")
    REPORT_CASE = "report_case", N_("Report problems")
    FILE_CASE = "file_case", N_("File and dispatch cases")
    HANDLE_CASE = "handle_case", N_("Handle cases")
    VERIFY_CASE = "verify_case", N_("Verify cases on the spot")
    APPROVE_CASE = "approve_case", N_("Decide requests about cases")
    URGE_CASE = "urge_case", N_("Urge and supervise cases")
    KEEP_CATALOGUE = "keep_catalogue", N_("Keep the catalogue of cases and duties")


_SEES = frozenset({Right.SEE, Right.READ_TRAIL})
_OFFICE = _SEES | {
    Right.KEEP_PLACES,
    Right.KEEP_MEASURES,
    Right.RECORD_WORK,
    Right.CONFIRM_WORK,
    Right.PLAN,
    Right.ASSIGN_TASK,
    Right.CHECK_TASK,
    Right.WRITE_BRIEF,
    Right.REPORT_CASE,
    Right.FILE_CASE,
    Right.URGE_CASE,
    Right.KEEP_CATALOGUE,
}
_DOES = frozenset(
    {Right.SEE, Right.RECORD_WORK, Right.DO_TASK, Right.REPORT_CASE, Right.HANDLE_CASE}
)
_LEADS = _SEES | {Right.URGE_CASE, Right.APPROVE_CASE}

RIGHTS: dict[PostKind, frozenset[Right]] = {
    PostKind.COMMANDER: _LEADS | {Right.ISSUE_BRIEF, Right.PLAN},
    PostKind.EXECUTIVE: _LEADS | {Right.ISSUE_BRIEF, Right.PLAN, Right.CHECK_TASK},
    PostKind.MEMBER: _SEES | {Right.CHECK_TASK, Right.VERIFY_CASE, Right.URGE_CASE},
    PostKind.OFFICE_HEAD: _OFFICE | _LEADS | {Right.ISSUE_BRIEF, Right.KEEP_PEOPLE},
    PostKind.CLERK: _OFFICE,
    PostKind.SUB_COMMANDER: _SEES
    | {
        Right.ASSIGN_TASK,
        Right.CHECK_TASK,
        Right.RECORD_WORK,
        Right.REPORT_CASE,
        Right.VERIFY_CASE,
        Right.URGE_CASE,
    },
    PostKind.COMMUNITY_HEAD: frozenset(
        {
            Right.SEE,
            Right.RECORD_WORK,
            Right.ASSIGN_TASK,
            Right.DO_TASK,
            Right.KEEP_PLACES,
            Right.REPORT_CASE,
            Right.HANDLE_CASE,
        }
    ),
    PostKind.COMMUNITY_CLERK: _DOES,
    PostKind.GRID_LEADER: _DOES,
    PostKind.COMPANY: _DOES,
    PostKind.HANDLER: _DOES,
    PostKind.INSPECTOR: frozenset({Right.SEE, Right.REPORT_CASE, Right.VERIFY_CASE}),
    PostKind.DISCIPLINE: _SEES,
    PostKind.ADMINISTRATOR: frozenset({Right.KEEP_PEOPLE, Right.READ_TRAIL}),
    PostKind.CLOCKWORK: frozenset({Right.SEE, Right.PLAN}),
    PostKind.RESIDENT: frozenset({Right.REPORT_CASE}),
}
"""Checking is kept apart from doing: no post that does tasks also checks them, and none that
handles cases verifies them."""

OWN_UNIT_ONLY = (PostKind.COMPANY, PostKind.HANDLER)
"""Posts that see and do only what was given to their own unit, or what they reported."""


@dataclass(frozen=True, slots=True)
class Acting:
    """An account in a post: who acts, who asks. ``region`` is a code prefix, empty for all.

    ``unit`` is the unit the post belongs to; a company sees only what concerns its own unit.
    """

    account: UUID | None
    name: str
    post: UUID | None
    title: str
    kind: PostKind
    region: str
    unit: UUID | None = None

    def why_not(self, right: str, region: str) -> Said | None:
        """Why this post may not use ``right`` in ``region``."""
        return why_not(self, Right(right), region)


CLOCKWORK = Acting(
    account=None,
    name="wangge",
    post=None,
    title=N_("Clockwork"),
    kind=PostKind.CLOCKWORK,
    region="",
)
"""The actor of everything that happens by itself."""

PUBLIC = Acting(
    account=None,
    name="",
    post=None,
    title=N_("Resident"),
    kind=PostKind.RESIDENT,
    region="",
)
"""The actor of what residents do without an account; it sees nothing."""


def why_not(user: Acting, right: Right, region: str) -> Said | None:
    """Why this post may not do this there; the basis of every domain's own ``why_not``."""
    if right not in RIGHTS[user.kind]:
        return say("Your post doesn't include this right: %(right)s.", right=right.label)
    if not region.startswith(user.region):
        return say("This lies outside your area.")
    return None


def why_not_keep_account(user: Acting, account: UUID, region: str) -> Said | None:
    """Why this post may not reset, unlock or close an account kept in ``region``.

    Nobody does so to their own account: a password is changed by knowing it.
    """
    if user.account == account:
        return say("This is your own account. Change it on the page “My account”.")
    return why_not(user, Right.KEEP_PEOPLE, region)


def why_not_appoint(user: Acting, account: UUID, region: str) -> Said | None:
    """Why this post may not give a post of ``region`` to an account."""
    if user.account == account:
        return say("Nobody gives a post to themselves.")
    return why_not(user, Right.KEEP_PEOPLE, region)


def why_not_close_unit(user: Acting, region: str, posts: int, units: int) -> Said | None:
    """Why a unit with this many open posts and open units under it can't be closed."""
    if reason := why_not(user, Right.KEEP_PEOPLE, region):
        return reason
    if posts:
        return say("%(count)s posts of this unit are still open. Close them first.", count=posts)
    if units:
        return say("%(count)s units under this one are still open. Close them first.", count=units)
    return None


def why_not_close_post(user: Acting, region: str, holders: int, under: int) -> Said | None:
    """Why a post with this many holders and open posts under it can't be closed."""
    if reason := why_not(user, Right.KEEP_PEOPLE, region):
        return reason
    if holders:
        return say("Somebody still holds this post. Relieve them first.")
    if under:
        return say("%(count)s posts stand under this one. Close them first.", count=under)
    return None


def rights_table() -> str:
    """The table of rights in Markdown, a row for each kind of post, for the documentation."""
    rights = list(Right)
    lines = [
        "| Post | " + " | ".join(right.label for right in rights) + " |",
        "|---" * (len(rights) + 1) + "|",
    ]
    for kind in PostKind:
        given = " | ".join("●" if right in RIGHTS[kind] else "" for right in rights)
        lines.append(f"| {kind.label} | {given} |")
    return "\n".join(lines) + "\n"
