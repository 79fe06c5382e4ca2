"""A list as an XLSX file to take away."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import FileResponse

from wangge.kernel.sheets import Column, write_table


def sent_sheet(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str, name: str, label: str
) -> FileResponse:
    """The rows under their title. ``name`` is the file's in plain letters, ``label`` in words."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        write_table(path, columns, rows, title=title, name=name)
        handle = path.open("rb")
    finally:
        # The open handle keeps the file readable until it is sent.
        path.unlink()
    response = FileResponse(handle, as_attachment=True, filename=f"{name}.xlsx")
    response["Content-Disposition"] = (
        f"attachment; filename=\"{name}.xlsx\"; filename*=UTF-8''{quote(label)}.xlsx"
    )
    return response
