"""Every domain's pages under its own address."""

from django.conf.urls.i18n import i18n_patterns  # noqa: F401
from django.urls import include, path

urlpatterns = [
    path("", include("wangge.desk.web.urls")),
]
