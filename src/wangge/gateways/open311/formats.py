"""Answers as JSON and XML, the way GeoReport v2 writes them. Pure.

JSON follows the XML by the specification's convention: a list drops the names of its element and
of its items, so ``<services><service>…`` becomes ``[{…}]``. An empty value is left out of both: a
client in Perl reads an empty element as a hash, and typed ones can't read an empty text as a time.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wangge.kernel.choices import Choice

Tree = Mapping[str, Any]


class Format(Choice):
    """What an address or a client asks for; the value is the address's ending."""

    JSON = "json"
    XML = "xml"


CONTENT_TYPES = {
    Format.JSON: "application/json; charset=utf-8",
    Format.XML: "text/xml; charset=utf-8",
}

ITEMS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""The element of each item of a list."""

_NEVER_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def format_of(ending: str, accept: str) -> Format:
    """What to answer in: by the address's ending, then by what the client accepts, then JSON.

    Of several accepted types the one named first counts; weights aren't looked at.
    """
    if ending:
        return Format(ending)
    kinds = [kind.partition(";")[0].strip().lower() for kind in accept.split(",")]
    for kind in kinds:
        if kind.endswith(("/json", "+json")):
            return Format.JSON
        if kind in ("text/xml", "application/xml"):
            return Format.XML
    return Format.JSON


def clean(text: str) -> str:
    """A text without the signs that XML can't carry: controls, halves of a surrogate pair."""
    return _NEVER_XML.sub("", text)


def written(format: Format, root: str, content: Tree | Sequence[Any]) -> bytes:
    """An answer's body. ``root`` is the XML's outermost element."""
    whole = _kept(content)
    if format is Format.JSON:
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()
    parts = ['<?xml version="1.0" encoding="utf-8"?>\n', *_element(root, whole)]
    return "".join(parts).encode()


def _kept(value: Any) -> Any:
    """Without what is empty inside; a list that is empty itself stays an empty list."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        pairs = ((key, _kept(part)) for key, part in value.items())
        return {key: part for key, part in pairs if part not in (None, "") and part != {}}
    if isinstance(value, Sequence):
        return [_kept(part) for part in value]
    return value


def _element(name: str, value: Any) -> Iterator[str]:
    yield f"<{name}>"
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _element(key if _NAME.fullmatch(key) else "item", part)
    elif isinstance(value, list):
        for part in value:
            yield from _element(ITEMS.get(name, "value"), part)
    else:
        yield _text(value)
    yield f"</{name}>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    plain = str(value)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
