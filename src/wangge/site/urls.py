"""Every domain's pages under its own address."""

from django.urls import include, path

urlpatterns = [
    path("", include("wangge.desk.web.urls")),
    path("", include("wangge.people.web.session_urls")),
    path("places/", include("wangge.places.web.urls")),
    path("people/", include("wangge.people.web.urls")),
    path("work/", include("wangge.worklog.web.urls")),
    path("campaigns/", include("wangge.campaigns.web.urls")),
    path("insight/", include("wangge.insight.web.urls")),
    path("cases/", include("wangge.cases.web.urls")),
    path("report/", include("wangge.portal.web.urls")),
    path("open311/", include("wangge.gateways.open311.urls")),
    path("api/", include("wangge.gateways.api.urls")),
]
