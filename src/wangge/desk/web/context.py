"""What the shell around every page needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The acting post, for the header and for greyed buttons."""
    return {"acting": getattr(request, "acting", None)}
