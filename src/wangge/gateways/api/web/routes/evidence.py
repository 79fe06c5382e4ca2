"""Photos and documents: kept first, then shown for a case, a task or a record."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from ninja import File, Form, Router
from ninja.files import UploadedFile
from pydantic import Field

from wangge.cases.queries import one_case
from wangge.gateways.api.web.doing import id_of, told
from wangge.gateways.api.web.types import Doing, Done, Region
from wangge.kernel.clock import now
from wangge.kernel.ids import derived_id
from wangge.people.asking import acting
from wangge.trail.actions import keep_evidence
from wangge.trail.queries import Stored, evidence_file, thumbnail

router = Router(tags=["Photos"])
KEEP_SECONDS = 7 * 24 * 3600


class Kept(Done):
    """A photo that is kept."""

    evidence: UUID = Field(description="What `proofs` and `evidence` of other routes want.")


class Keeping(Doing):
    """Whose photo it is: who may see the area may see it."""

    region: Region | None = Field(None, description="Area it belongs to; your own by default.")
    case: UUID | None = Field(None, description="Or the case whose area it belongs to.")
    evidence: UUID | None = Field(None, description="Id of the photo, made by you.")


@router.post("/evidence", response=Kept)
def keep(request: HttpRequest, file: File[UploadedFile], words: Form[Keeping]) -> HttpResponse:
    """Keep a photo (JPEG, PNG, WebP, HEIC) or a PDF. What the camera wrote into it is dropped."""
    user = acting(request)
    id = id_of(request, words)
    region = words.region or user.region
    if words.case is not None:
        region = one_case(words.case, user=user).region
    entry = keep_evidence(
        evidence=words.evidence or derived_id(id, "evidence"),
        upload=cast(BinaryIO, file.file),
        name=file.name or "",
        region=region,
        by=user,
        at=now(),
        id=id,
    )
    return told(entry, evidence=entry.subject)


PICTURE = {"schema": {"type": "string", "format": "binary"}}
FILES = {"image/jpeg": PICTURE, "image/png": PICTURE, "image/webp": PICTURE,
         "application/pdf": PICTURE}  # fmt: skip


@router.get(
    "/evidence/{evidence}",
    openapi_extra={"responses": {200: {"description": "The file.", "content": FILES}}},
)
def whole(request: HttpRequest, evidence: UUID, small: bool = False) -> HttpResponseBase:
    """The file as it is kept, or with `small` a thumbnail of a photo."""
    user = acting(request)
    if small:
        return _file(request, thumbnail(evidence, user), "-small")
    return _file(request, evidence_file(evidence, user))


def _file(request: HttpRequest, stored: Stored, kind: str = "") -> HttpResponseBase:
    tag = f'"{stored.sha256}{kind}"'
    if request.headers.get("If-None-Match") == tag:
        made: HttpResponseBase = HttpResponseNotModified()
    else:
        made = FileResponse(
            stored.path.open("rb"),
            as_attachment=not stored.media_type.startswith("image/"),
            filename=stored.name,
            content_type=stored.media_type,
        )
    made["ETag"] = tag
    made["Cache-Control"] = f"private, max-age={KEEP_SECONDS}, immutable"
    return made
