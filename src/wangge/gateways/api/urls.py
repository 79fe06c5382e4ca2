"""Addresses of this gateway."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from wangge.gateways.api.web.build import API, open_to_tokens, openapi
from wangge.gateways.api.web.docs import docs
from wangge.gateways.api.web.problems import nothing_here

_patterns, _, _namespace = API.urls

app_name = "api"
urlpatterns = [
    path("v1/docs", login_not_required(docs), name="docs"),
    path("v1/openapi.json", login_not_required(openapi), name="openapi"),
    path("v1/", include((open_to_tokens(_patterns), "v1"))),
    re_path("", csrf_exempt(login_not_required(nothing_here))),
]
