"""The forms that a brief is handed out in."""

from collections.abc import Callable

from wangge.insight.briefs.content import Content
from wangge.insight.briefs.docx import docx
from wangge.insight.briefs.pdf import Picture, pdf

FORMS: dict[str, Callable[[Content, Picture], bytes]] = {"docx": docx, "pdf": pdf}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
