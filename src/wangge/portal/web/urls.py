"""What residents see, without an account."""

from django.urls import path

from wangge.portal.web import nearby, report, status

app_name = "portal"
urlpatterns = [
    path("", report.report, name="report"),
    path("join/", report.join, name="join"),
    path("hints/", report.hints, name="hints"),
    path("language/", report.language, name="language"),
    path("nearby/", nearby.nearby, name="nearby"),
    path("nearby/spots.json", nearby.spots, name="spots"),
    path("grids.json", nearby.grids, name="grids"),
    path("s/<slug:secret>/", status.status, name="status"),
    path("s/<slug:secret>/sent/", report.sent, name="sent"),
    path("s/<slug:secret>/rate/", status.rate, name="rate"),
    path("s/<slug:secret>/reopen/", status.reopen, name="reopen"),
    path("s/<slug:secret>/photos/<uuid:evidence>/", status.photo, name="photo"),
    path(
        "s/<slug:secret>/photos/<uuid:evidence>/small/",
        status.photo,
        {"small": True},
        name="photo_small",
    ),
]
