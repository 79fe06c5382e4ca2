"""A brief as PDF, set by typst in a folder of its own; nothing is fetched."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from wangge.insight.briefs import charts, layout
from wangge.insight.briefs.content import Chart, Content, Photos, as_json

TEMPLATE = Path(__file__).with_name("brief.typ")
Picture = Callable[[str], bytes]
"""From the id of a photo to its JPEG, PNG or WebP bytes."""

SIGNS = {b"\xff\xd8": "jpg", b"\x89P": "png", b"RI": "webp"}


def pdf(content: Content, picture: Picture) -> bytes:
    """The brief as PDF bytes; the same content gives the same pages."""
    with tempfile.TemporaryDirectory(prefix="wangge-brief-") as name:
        folder = Path(name)
        content = content.shown()
        shutil.copy(TEMPLATE, folder / "brief.typ")
        data = as_json(content) | {"layout": _layout()}
        data["annex"] = [asdict(line) for line in content.annex_whole()]
        data["parts"] = [asdict(part) for part in content.annex_parts()]
        data["blocks"] = [
            part | _files(folder, number, block, picture)
            for number, (block, part) in enumerate(zip(content.blocks, data["blocks"], strict=True))
        ]
        (folder / "brief.json").write_text(json.dumps(data, ensure_ascii=False))
        set_in_type: bytes = typst.compile(
            str(folder / "brief.typ"), root=str(folder), font_paths=[str(layout.FONTS)]
        )
        return set_in_type


def _layout() -> dict[str, float | str]:
    return {
        "top": layout.TOP_MM,
        "bottom": layout.BOTTOM_MM,
        "left": layout.LEFT_MM,
        "right": layout.RIGHT_MM,
        "body": layout.BODY_PT,
        "title": layout.TITLE_PT,
        "pitch": layout.PITCH_PT,
        "tracking": layout.TRACKING_PT,
        "parts": layout.PARTS,
        "whole_rows": layout.WHOLE_ROWS,
    }


def _files(folder: Path, number: int, block: Any, picture: Picture) -> dict[str, Any]:
    """Charts and photos as files beside the text."""
    if isinstance(block, Chart):
        file = f"chart{number}.svg"
        (folder / file).write_text(charts.svg(block))
        return {"file": file}
    if isinstance(block, Photos):
        files = []
        for order, (evidence, words) in enumerate(block.pictures):
            data = picture(evidence)
            file = f"photo{number}-{order}.{SIGNS.get(data[:2], 'jpg')}"
            (folder / file).write_bytes(data)
            files.append((file, words))
        return {"files": files}
    return {}
