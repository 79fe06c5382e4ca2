"""Addresses of this domain's pages."""

from django.urls import include, path

app_name = "insight"
urlpatterns = [
    path("", include("wangge.insight.web.board_urls")),
    path("", include("wangge.insight.web.figure_urls")),
    path("", include("wangge.insight.web.brief_urls")),
    path("evaluation/", include("wangge.insight.web.evaluation_urls")),
]
