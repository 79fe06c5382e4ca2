"""Addresses of briefs, under ``/insight/briefs/``."""

from django.urls import path

from wangge.insight.web import briefs

urlpatterns = [
    path("briefs/", briefs.briefs, name="briefs"),
    path("briefs/new/", briefs.new_brief, name="new_brief"),
    path("briefs/<uuid:brief>/", briefs.brief, name="brief"),
    path("briefs/<uuid:brief>/edit/", briefs.edit_brief, name="edit_brief"),
    path("briefs/<uuid:brief>/refresh/", briefs.refresh_brief, name="refresh_brief"),
    path("briefs/<uuid:brief>/issue/", briefs.issue_brief, name="issue_brief"),
    path("briefs/<uuid:brief>/file/<slug:form>/", briefs.brief_file, name="brief_file"),
]
