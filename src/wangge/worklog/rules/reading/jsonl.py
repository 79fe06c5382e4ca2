"""``wangge read-message --jsonl``: a line in, a line out; a bad line is answered, not fatal."""

import json
from collections.abc import Iterable, Iterator

from .message import read_message


def read_jsonl(lines: Iterable[str]) -> Iterator[str]:
    """Answer every line ``{"id", "text"}`` with ``{"id", "figures"}`` or ``{"id", "error"}``."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line), ensure_ascii=False)


def _answer(line: str) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as mistake:
        return {"id": None, "error": f"not JSON: {mistake}"}
    if not isinstance(asked, dict):
        return {"id": None, "error": "not an object with id and text"}
    text = asked.get("text")
    if not isinstance(text, str):
        return {"id": asked.get("id"), "error": "text is missing or no string"}
    return {"id": asked.get("id"), "figures": [figure.as_json() for figure in read_message(text)]}
