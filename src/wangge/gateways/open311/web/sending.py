"""A new request: read, checked, kept once, answered with its number."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from wangge.cases.actions import NewReporter, report_case
from wangge.cases.queries import open311 as cases
from wangge.cases.rules import Source
from wangge.gateways.open311.asked import Fields
from wangge.gateways.open311.sent import Sent, sent_in
from wangge.gateways.open311.web.answers import form
from wangge.gateways.open311.web.keys import Client, keyed
from wangge.gateways.open311.web.replays import first_of
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid
from wangge.kernel.ids import derived_id
from wangge.kernel.words import say
from wangge.people.rules import Right
from wangge.places.queries import locate_one
from wangge.trail.actions import keep_evidence

MOST_FILES = 9
KIND = "open311.request"


def send(request: HttpRequest) -> dict[str, Any]:
    """Keep a request and say its number. Sent twice within minutes it is one."""
    at = now()
    fields = form(request)
    client = keyed(fields, at)
    sent = sent_in(fields, day_of(at))
    files = [file for name in sorted(request.FILES) for file in request.FILES.getlist(name)]
    if len(files) > MOST_FILES:
        raise Invalid(say("At most %(most)s photos at once.", most=MOST_FILES), "media")
    case = first_of(
        (KIND, client.id, _digest(fields, files)),
        at,
        lambda ids: cases.reported_among(ids=ids, user=client.acting),
    )
    secret = _secret(case)
    region = _region(sent, client)
    entry = report_case(
        case=case,
        source=Source.OPEN311,
        text=sent.text,
        category=sent.category.pk if sent.category else None,
        region=region,
        lng=sent.position[0] if sent.position else None,
        lat=sent.position[1] if sent.position else None,
        address=sent.address,
        place=sent.place,
        attributes=sent.attributes,
        evidence=_keep(files, case, client, sent, region, at),
        reporter=NewReporter(secret=secret, language=get_language() or "", **sent.reporter),
        origin=KIND,
        origin_id=client.id,
        by=client.acting,
        at=at,
        id=derived_id(case, "report"),
    )
    number = entry.data["number"]
    page = request.build_absolute_uri(reverse("portal:status", args=[secret]))
    return {
        "service_request_id": number,
        "service_notice": gettext("Received as %(number)s. Progress: %(page)s")
        % {"number": number, "page": page},
        "account_id": sent.account,
    }


def _region(sent: Sent, client: Client) -> str:
    """The subdistrict where only an address is given: the key's, or the only one served here."""
    if sent.position or sent.place:
        return ""
    return client.acting.region or cases.only_jurisdiction()


def _digest(fields: Fields, files: Sequence["UploadedFile[Any]"]) -> str:
    """Of all that was sent but the key: fields in their order, photos by content."""
    digest = hashlib.sha256()
    for name, values in sorted(fields.all):
        if name != "api_key":
            digest.update(repr((name, values)).encode())
    for file in files:
        for chunk in file.chunks():
            digest.update(chunk)
        digest.update(b"|")
        file.seek(0)
    return digest.hexdigest()


def _secret(case: UUID) -> str:
    """What opens the reporter's private page; the same for a repetition, unguessable without us."""
    key = settings.SECRET_KEY.encode()
    digest = hmac.new(key, f"{KIND}/{case}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _keep(
    files: Sequence["UploadedFile[Any]"],
    case: UUID,
    client: Client,
    sent: Sent,
    region: str,
    at: datetime,
) -> list[UUID]:
    """Keep the photos before the report; a file that is no picture refuses the whole."""
    if not files:
        return []
    where = locate_one(*sent.position) if sent.position else region or client.acting.region
    if not where:
        return []  # the report itself says what is wrong with the place
    kept = []
    for place, file in enumerate(files):
        evidence = derived_id(case, "photo", place)
        keep_evidence(
            evidence=evidence,
            upload=cast(BinaryIO, file),
            name=file.name or "photo",
            region=where,
            right=Right.REPORT_CASE.value,
            by=client.acting,
            at=at,
            id=derived_id(evidence, "keep"),
        )
        kept.append(evidence)
    return kept
