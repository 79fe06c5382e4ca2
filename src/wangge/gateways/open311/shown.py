"""What of a case, a service and an update is shown outside.

Privacy first: who reported is never shown. The words of a report are shown only where an Open311
client sent them, with phone numbers, identity numbers and mail addresses blotted out; of any other
case the description is its category and its stage. Residents' own addresses are shown as the area
they lie in, and their positions to ten metres.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext

from wangge.cases.models import Case, Category
from wangge.cases.queries.open311 import Told
from wangge.cases.rules import ENDED, Source, Stage
from wangge.gateways.open311.definitions import attributes_of
from wangge.gateways.open311.moments import shown
from wangge.gateways.open311.states import STATES, claimed, state_after, status_of

OTHER = "0"
"""The code of the service for who doesn't know which; its cases have no category yet."""
_BLOTTED = re.compile(
    r"(?<!\d)\d{17}[\dXx](?!\d)"  # identity number
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"  # mobile
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"  # landline
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_WORDS = re.compile(r"[\s,，、;；]+")
_OWN_WORDS = (Source.PUBLIC, Source.HOTLINE)
"""Sources whose address and position a resident gave who didn't know that they are public."""


def blotted(text: str) -> str:
    """A text with what names or reaches a person blotted out, as far as its form shows it."""
    return _BLOTTED.sub("***", text)


def is_chinese() -> bool:
    """Whether this request is answered in Chinese."""
    return (get_language() or "zh").startswith("zh")


def service_name(category: Category | None) -> str:
    """What a service is called."""
    if category is None:
        return gettext("I don't know which")
    if not is_chinese() and category.name_en:
        return category.name_en
    return category.public_name or category.name


def service(category: Category | None) -> dict[str, Any]:
    """A service of the list; None is for who doesn't know which."""
    code = category.code if category else OTHER
    name = service_name(category)
    group = category.class_name if category else ""
    keywords = category.keywords if category else ""
    return {
        "service_code": code,
        "service_name": name,
        "description": f"{group}：{name}" if group and is_chinese() else name,
        "metadata": bool(attributes_of(code)),
        "type": "realtime",
        "keywords": ", ".join(word for word in _WORDS.split(keywords) if word),
        "group": group,
    }


def definition(code: str) -> dict[str, Any]:
    """What a service asks beyond the text."""
    chinese = is_chinese()
    return {
        "service_code": code,
        "attributes": [one.shown(chinese) for one in attributes_of(code)],
    }


def stage_name(stage: Stage) -> str:
    """What a stage is called on the office's pages."""
    return gettext(stage.label)


def request(case: Case, areas: Mapping[str, str]) -> dict[str, Any]:
    """A case as a service request. ``areas`` names regions by code."""
    stage = Stage(case.stage)
    ours = case.source == Source.OPEN311
    own_words = case.source in _OWN_WORDS
    area = areas.get(case.region, "")
    name = service_name(case.category)
    return {
        "service_request_id": case.number,
        "status": status_of(stage),
        "status_notes": _notes(case, stage),
        "service_name": name,
        "service_code": case.category.code if case.category else OTHER,
        "description": (blotted(case.text) if ours else "") or f"{name}：{stage_name(stage)}",
        "agency_responsible": case.unit.name if case.unit else "",
        "requested_datetime": shown(case.reported_at),
        "updated_datetime": shown(case.updated_at),
        "expected_datetime": shown(expected(case)),
        "address": (area if own_words else blotted(case.address)) or area,
        "address_id": str(case.place_id) if case.place_id else "",
        "lat": _degrees(case.lat, own_words),
        "long": _degrees(case.lng, own_words),
        "media_url": str(case.attributes.get("media_url", "")) if ours else "",
    }


def _degrees(value: float | None, roughly: bool) -> float | None:
    return round(value, 4) if roughly and value is not None else value


def _notes(case: Case, stage: Stage) -> str:
    if stage is Stage.MERGED and case.merged_into is not None:
        return gettext("The same as %(number)s.") % {"number": case.merged_into.number}
    return stage_name(stage)


def expected(case: Case) -> datetime:
    """When it should be settled: the unit's limit, else that of the present stage.

    Of an ended case it is when it ended. Where no limit is known it is when it last changed, which
    promises nothing: clients parse this field without looking whether it is there.
    """
    if Stage(case.stage) in ENDED:
        return case.closed_at or case.stage_at
    return case.handle_due_at or case.due_at or case.updated_at


def extended(case: Case, photos: int) -> dict[str, Any]:
    """What ``extensions=true`` adds."""
    stage = Stage(case.stage)
    return {
        "id": str(case.pk),
        "number": case.number,
        "stage": stage.value,
        "stage_name": stage_name(stage),
        "state": STATES[stage].value,
        "source": case.source,
        "region": case.region,
        "photos": photos,
        "recurring": case.recurs_id is not None,
        "reopened": case.reopened,
        "reworks": case.reworks,
        "closed_datetime": shown(case.closed_at) if case.closed_at else "",
    }


def update(told: Told) -> dict[str, Any] | None:
    """A service request update; None for an entry that changed nothing that is told."""
    state, text = "", ""
    if told.remark is not None:
        state = (claimed(told.remark.status) or STATES[Stage(told.case.stage)]).value
        text = blotted(told.remark.text)
    elif told.entry is not None:
        after = state_after(told.entry.action, told.entry.data)
        if told.as_whole:
            after = STATES[Stage.CLOSED], Stage.CLOSED
        if after is None:
            return None
        state, text = after[0].value, stage_name(after[1])
    return {
        "update_id": str(told.id),
        "service_request_id": told.case.number,
        "status": state,
        "updated_datetime": shown(told.at),
        "description": text,
    }


def updates(told: Sequence[Told]) -> list[dict[str, Any]]:
    """All that is told, in the order given."""
    return [found for found in map(update, told) if found is not None]
