"""Service discovery: where the endpoints are and what they speak."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from wangge.gateways.open311.web.answers import Answer, address

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
"""The specification's own address is its name; clients compare it as a text."""
CHANGED = "2026-11-26T00:00:00+08:00"
"""When this description last changed."""
FORMATS = ["text/xml", "application/json"]


@address("GET", "HEAD")
def discovery(request: HttpRequest) -> Answer:
    """The one endpoint, by the address that the client came through."""
    root = request.build_absolute_uri(reverse("open311:endpoint"))
    return Answer(
        "discovery",
        {
            "changeset": CHANGED,
            "contact": gettext("Ask the subdistrict office that runs this server."),
            "key_service": gettext("The subdistrict office gives out keys for reporting."),
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": root.rstrip("/"),
                    "changeset": CHANGED,
                    "type": "production",
                    "formats": FORMATS,
                }
            ],
        },
    )
