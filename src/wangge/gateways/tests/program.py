"""A program that uses the API with a token."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from wangge.kernel.ids import new_id
from wangge.people.models import ApiToken
from wangge.people.rules import Acting, one_time_token, token_digest

ROOT = "/api/v1"


def token_for(user: Acting) -> str:
    """A token that works today; written straight into its table."""
    secret = one_time_token("tests", new_id())
    now = datetime.now(UTC)
    ApiToken.objects.create(
        account_id=user.account,
        post_id=user.post,
        name="tests",
        digest=token_digest(secret),
        since=now,
        expires_at=now + timedelta(days=30),
        last_used_on=(now + timedelta(hours=8)).date(),
    )
    return secret


class Program:
    """Asks and acts as one of the cast; answers are Django's, with ``.json()``."""

    def __init__(self, user: Acting, **headers: str) -> None:
        self.user = user
        self.headers = {"Authorization": f"Bearer {token_for(user)}", **headers}
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        sent = b"" if body is None else json.dumps(body, default=str)
        return self.client.post(
            ROOT + path, sent, content_type="application/json", headers=self.headers | headers
        )

    def send(self, path: str, **fields: Any) -> Any:
        return self.client.post(ROOT + path, fields, headers=self.headers)
