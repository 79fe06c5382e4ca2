"""Who the token acts as."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from wangge.gateways.api.web.writing import answer
from wangge.kernel.clock import day_of, now
from wangge.kernel.pages import translate
from wangge.people.asking import acting
from wangge.people.rules import RIGHTS, PostKind, Right

router = Router(tags=["Me"])


class Given(BaseModel):
    """A right."""

    right: Right
    label: str = Field(description="In the language of the request.")


class Me(BaseModel):
    """The post that a token acts as, and what it may do within its region."""

    account: UUID
    name: str
    post: UUID
    title: str
    kind: PostKind
    region: str = Field(description="Code of its area; empty for the whole country.")
    unit: UUID | None
    rights: list[Given]
    today: str = Field(description="The office's day.", examples=["2026-09-02"])


@router.get("", response=Me)
def me(request: HttpRequest) -> HttpResponse:
    """Who am I, and what may I do."""
    user = acting(request)
    rights = [
        {"right": right.value, "label": translate(right.label)}
        for right in Right
        if right in RIGHTS[user.kind]
    ]
    return answer(
        {
            "account": user.account,
            "name": user.name,
            "post": user.post,
            "title": user.title,
            "kind": user.kind,
            "region": user.region,
            "unit": user.unit,
            "rights": rights,
            "today": day_of(now()),
        }
    )
