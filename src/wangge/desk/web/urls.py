"""Addresses of the office shell."""

from django.urls import path

from wangge.desk.web import views
from wangge.desk.web.evidence import evidence_urls
from wangge.desk.web.journal import journal_urls
from wangge.desk.web.notices import notice_urls

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    *evidence_urls,
    *journal_urls,
    *notice_urls,
]
