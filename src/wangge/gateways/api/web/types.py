"""Kinds of value that many routes take, with the bounds that every column can keep."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
"""Days that an office can mean; beyond them sits a slip of the keyboard."""


def _meant(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"a day from {EARLIEST} to {LATEST}")
    return day


Day = Annotated[date, AfterValidator(_meant)]
Lng = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees east.")]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="Degrees north.")]
Region = Annotated[
    str,
    Field(
        pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{15})$",
        description="National code: 9 digits a subdistrict, 12 a community, 15 a grid.",
        examples=["530102009001001"],
    ),
]
Amount = Annotated[
    Decimal,
    Field(
        gt=0, lt=10**12, decimal_places=3, description="In the measure's unit.", examples=["3.5"]
    ),
]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["08:30"])]
"""An hour of the office's day."""
Shows = Literal["before", "after", "other"]
"""What a photo shows; written out, since the stages of a case have the same name in Python."""
Text = Annotated[str, Field(max_length=2000)]
Reason = Annotated[str, Field(min_length=1, max_length=300, description="Stays on record.")]
Name = Annotated[str, Field(max_length=200)]
After = Annotated[
    str, Field(max_length=300, description="`following` of the page before; empty for the first.")
]
Size = Annotated[int, Field(ge=1, le=200, description="Rows of the page.")]
Code = Annotated[str, Field(pattern=r"^[\w.\-]{1,80}$")]


class Words(BaseModel):
    """A body: a field that the route doesn't know is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid")


class Doing(Words):
    """What every change may carry."""

    id: UUID | None = Field(
        None,
        description="Id of this change, made by you: sent again with the same one, nothing is "
        "done twice. The header `Idempotency-Key` says the same.",
    )


class Done(BaseModel):
    """A change that was made, or had been made already under this id."""

    id: UUID = Field(description="Id of the change, as the trail remembers it.")
    action: str = Field(examples=["cases.dispatch"])
    subject: UUID = Field(description="What was changed.")
    at: str = Field(description="When, in UTC.", examples=["2026-09-02T01:00:00Z"])
    data: dict[str, object] = Field(description="What the trail remembers of it.")


class Problem(BaseModel):
    """A refusal."""

    error: str = Field(
        description="malformed, token, refused, not_found, conflict, invalid, too_many or fault."
    )
    reason: str = Field(description="A sentence for people, in the language of the request.")
    field: str = Field(description="What it concerns; empty for the whole request.")
