"""Photos and documents of the trail, for whoever may see the area they belong to."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.trail.queries import Stored, evidence_file, thumbnail

KEEP_SECONDS = 7 * 24 * 3600
"""How long a browser may keep a file that never changes, for its own user alone."""


@require_safe
def whole(request: HttpRequest, evidence: UUID) -> HttpResponseBase:
    """The file as it is kept."""
    return _file(request, evidence_file(evidence, user=acting(request)))


@require_safe
def small(request: HttpRequest, evidence: UUID) -> HttpResponseBase:
    """A thumbnail of a photo."""
    return _file(request, thumbnail(evidence, user=acting(request)), "-small")


def _file(request: HttpRequest, stored: Stored, kind: str = "") -> HttpResponseBase:
    """The bytes, typed by what was found in them; a PDF is saved, not opened inside our pages."""
    tag = f'"{stored.sha256}{kind}"'
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponseBase = HttpResponseNotModified()
    else:
        answer = FileResponse(
            stored.path.open("rb"),
            as_attachment=not stored.media_type.startswith("image/"),
            filename=stored.name,
            content_type=stored.media_type,
        )
    answer["ETag"] = tag
    answer["Cache-Control"] = f"private, max-age={KEEP_SECONDS}, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


class UploadLimit:
    """Refuses a request that announces more than any form here needs, before reading it.

    A single photo has its own, smaller limit; this one keeps a 200 MB file from filling the
    temporary folder first.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.UPLOAD_LIMIT:
            reason = say(
                "This is more than %(limit)s MB at once. Send fewer or smaller files.",
                limit=settings.UPLOAD_LIMIT // 1024 // 1024,
            )
            return render(request, "desk/mendable.html", {"reason": reason}, status=413)
        return self.answer(request)


evidence_urls = [
    path("evidence/<uuid:evidence>/", whole, name="evidence"),
    path("evidence/<uuid:evidence>/small/", small, name="evidence_thumb"),
]
