"""Addresses of Open311 GeoReport v2. An ending chooses the format, else the Accept header does.

A slash too many is forgiven: clients join endpoint and resource in their own ways. One in Python
asks for a definition under ``service/``.
"""

from django.urls import re_path

from wangge.gateways.open311.web.answers import nothing_here
from wangge.gateways.open311.web.discovery import discovery
from wangge.gateways.open311.web.requests import one, requests, token
from wangge.gateways.open311.web.services import definition, services
from wangge.gateways.open311.web.updates import updates

_END = r"(?:\.(?P<ending>json|xml))?/?\Z"
_V2 = r"^v2/+"

app_name = "open311"
urlpatterns = [
    re_path(rf"^(?:v2/+)?discovery{_END}", discovery, name="discovery"),
    re_path(rf"{_V2}services{_END}", services, name="services"),
    re_path(rf"{_V2}services?/+(?P<code>[^/]+?){_END}", definition, name="definition"),
    re_path(rf"{_V2}requests{_END}", requests, name="requests"),
    re_path(rf"{_V2}requests/+(?P<number>[^/]+?){_END}", one, name="request"),
    re_path(rf"{_V2}tokens/+(?P<token>[^/]+?){_END}", token, name="token"),
    re_path(rf"{_V2}servicerequestupdates{_END}", updates, name="updates"),
    re_path(r"^v2/?\Z", nothing_here, name="endpoint"),
    re_path(r"", nothing_here),
]
