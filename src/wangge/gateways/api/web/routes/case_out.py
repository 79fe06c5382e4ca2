"""What answers about cases look like."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from wangge.cases.rules import Act, Ask, Decision, Light, LimitUnit, Severity, Source, Stage
from wangge.gateways.api.web.types import Done, Shows


class CaseLine(BaseModel):
    """A case in a list."""

    id: UUID
    number: str = Field(examples=["PJ-20260902-0001"])
    stage: Stage
    light: Light
    source: Source
    severity: Severity
    category_id: UUID | None
    category_code: str | None
    category_name: str | None
    unit_id: UUID | None
    unit_name: str | None
    region: str = Field(description="Code of its grid, or of the smallest area known.")
    address: str
    lng: float | None
    lat: float | None
    text: str
    reported_at: datetime
    updated_at: datetime
    stage_at: datetime = Field(description="When the present stage began.")
    due_at: datetime | None = Field(description="Limit of the present stage.")
    yellow_at: datetime | None
    filed_at: datetime | None
    dispatched_at: datetime | None
    handled_at: datetime | None
    verified_at: datetime | None
    closed_at: datetime | None
    supervised_at: datetime | None
    reworks: int
    urges: int
    reopened: int
    resolution: str
    satisfaction: str
    parent_id: UUID | None = Field(description="The case it was split from.")
    merged_into_id: UUID | None
    recurs_id: UUID | None = Field(description="The closed case that it repeats.")


class CasesOut(BaseModel):
    """A page of cases."""

    rows: list[CaseLine]
    following: str


class Photo(BaseModel):
    """A photo of a case; the file is at `GET /evidence/{evidence}`."""

    evidence: UUID
    stage: Shows
    name: str
    media_type: str
    taken_at: datetime | None
    at: datetime


class RequestOut(BaseModel):
    """What was asked of the office, and what became of it."""

    id: UUID
    case: UUID
    ask: Ask
    reason: str
    limit: str | None
    limit_unit: LimitUnit
    asked_at: datetime
    decision: Decision
    decided_at: datetime | None
    answer: str


class RemarkOut(BaseModel):
    """Something said about a case."""

    id: UUID
    text: str
    is_public: bool
    author: str
    status: str
    at: datetime


class MayAct(BaseModel):
    """An act of the stage table."""

    act: Act
    label: str
    here: bool = Field(description="Whether the present stage has it at all.")
    why_not: str | None = Field(description="Why it isn't possible for you now; null: it is.")


class Happened(BaseModel):
    """An entry of the timeline."""

    id: UUID
    at: datetime
    who: str
    title: str
    action: str
    label: str
    data: dict[str, Any]


class Timeline(BaseModel):
    """What happened, oldest first."""

    rows: list[Happened]


class CaseWhole(CaseLine):
    """A case with all that hangs on it."""

    condition_id: UUID | None
    place_id: UUID | None
    attributes: dict[str, Any]
    reason: str = Field(description="Of a refusal or a voiding.")
    limit: str | None
    limit_unit: LimitUnit
    extensions: int
    returns: int
    photos: list[Photo]
    requests: list[RequestOut]
    remarks: list[RemarkOut]
    acts: list[MayAct]
    timeline: list[Happened]


class NearbyCase(BaseModel):
    """A case that looks alike."""

    id: UUID
    number: str
    stage: Stage
    category_name: str
    text: str
    reported_at: datetime
    metres: float
    score: float = Field(description="How alike, from 0 to 1.")


class Nearby(BaseModel):
    """What may be the same problem, the likeliest first."""

    rows: list[NearbyCase]


class Reported(Done):
    """A case that was reported."""

    number: str
    case: UUID
