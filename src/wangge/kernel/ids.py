"""Ids are time-ordered UUIDs, made by whoever creates the thing, also offline."""

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """A fresh version 7 UUID as the standard library's type."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


def derived_id(*parts: object) -> uuid.UUID:
    """The same UUID for the same parts, always: for clockwork that may run twice."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "wangge:" + "/".join(str(part) for part in parts))
