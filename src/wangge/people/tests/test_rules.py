"""Rights as the report divides the work, and codes by time as the standard says."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest

from wangge.kernel.ids import new_id
from wangge.people.rules import (
    CLOCKWORK,
    RIGHTS,
    Acting,
    PostKind,
    Right,
    match,
    new_recovery_codes,
    new_secret,
    one_time_password,
    recovery_digest,
    rights_table,
    seal_secret,
    unseal_secret,
    why_not,
    why_not_appoint,
    why_not_close_post,
    why_not_close_unit,
    why_not_keep_account,
    why_not_username,
)


def acting(kind: PostKind, region: str = "530102009") -> Acting:
    return Acting(new_id(), "", new_id(), "", kind, region)


def test_who_does_never_checks() -> None:
    for kind, rights in RIGHTS.items():
        assert not {Right.DO_TASK, Right.CHECK_TASK} <= rights, kind


def test_every_kind_of_post_is_in_the_table() -> None:
    assert set(RIGHTS) == set(PostKind)


def test_discipline_sees_everything_and_changes_nothing() -> None:
    assert RIGHTS[PostKind.DISCIPLINE] == {Right.SEE, Right.READ_TRAIL}


def test_who_keeps_accounts_of_the_system_sees_no_records() -> None:
    assert Right.SEE not in RIGHTS[PostKind.ADMINISTRATOR]


def test_every_right_belongs_to_somebody() -> None:
    assert set().union(*RIGHTS.values()) == set(Right)


@pytest.mark.parametrize(
    ("region", "fine"),
    [("530102009", True), ("530102009001001", True), ("530102010", False), ("5301", False)],
)
def test_a_right_holds_below_the_post(region: str, fine: bool) -> None:
    assert (why_not(acting(PostKind.CLERK), Right.RECORD_WORK, region) is None) is fine


def test_the_clockwork_plans_everywhere_and_keeps_nobody() -> None:
    assert why_not(CLOCKWORK, Right.PLAN, "11") is None
    assert why_not(CLOCKWORK, Right.KEEP_PEOPLE, "11")


def test_nobody_appoints_or_resets_themselves() -> None:
    head = acting(PostKind.OFFICE_HEAD)
    assert head.account
    assert "themselves" in str(why_not_appoint(head, head.account, head.region))
    assert "your own account" in str(why_not_keep_account(head, head.account, head.region))
    assert why_not_appoint(head, new_id(), head.region) is None
    assert why_not_keep_account(head, new_id(), "53") is not None


def test_closing_waits_for_what_hangs_on_it() -> None:
    head = acting(PostKind.OFFICE_HEAD)
    assert "2 posts" in str(why_not_close_unit(head, head.region, 2, 0))
    assert "1 units" in str(why_not_close_unit(head, head.region, 0, 1))
    assert why_not_close_unit(head, head.region, 0, 0) is None
    assert "holds" in str(why_not_close_post(head, head.region, 1, 0))
    assert "3 posts" in str(why_not_close_post(head, head.region, 0, 3))
    assert why_not_close_post(acting(PostKind.CLERK), head.region, 0, 0) is not None


@pytest.mark.parametrize("name", ["ab", "Li", "li ming", "李明", ".li", "a" * 41, ""])
def test_sign_in_names_that_cannot_be_taken(name: str) -> None:
    assert why_not_username(name)


def test_the_table_in_the_documentation() -> None:
    lines = rights_table().splitlines()
    assert len(lines) == 2 + len(PostKind)
    assert lines[0].count("|") == lines[1].count("|") == len(Right) + 2
    assert lines[2].startswith("| Commander-in-chief | ● | ● |")


def test_a_one_time_password_follows_from_the_action() -> None:
    one, two = UUID(int=1), UUID(int=2)
    assert one_time_password("key", one) == one_time_password("key", one)
    assert len({one_time_password(key, id) for key in ("a", "b") for id in (one, two)}) == 4
    assert len(one_time_password("key", one)) == 14


SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("second", "code"),
    # RFC 6238, appendix B, SHA-1, last six digits.
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_by_time(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert match(SECRET, code, at) == second // 30
    assert match(SECRET, f"{code[:3]} {code[3:]}", at) == second // 30
    assert match(SECRET, code, at, after=second // 30) is None
    assert match(SECRET, code, datetime.fromtimestamp(second + 29, UTC))
    assert match(SECRET, code, datetime.fromtimestamp(second + 90, UTC)) is None
    assert match(SECRET, "", at) is None


def test_secrets_are_kept_closed() -> None:
    secret = new_secret()
    kept = seal_secret(secret, "key")
    assert secret not in kept
    assert unseal_secret(kept, "key") == secret
    assert unseal_secret(kept, "another key") is None


def test_recovery_codes_are_kept_as_digests() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    code = codes[0]
    assert recovery_digest(code.upper().replace("-", " "), "key") == recovery_digest(code, "key")
    assert recovery_digest(code, "key") != recovery_digest(code, "other")
