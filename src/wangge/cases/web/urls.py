"""Addresses of this domain's pages."""

from wangge.cases.web import case_urls, catalogue_urls, list_urls

app_name = "cases"
urlpatterns = [
    *list_urls.urlpatterns,
    *catalogue_urls.urlpatterns,
    *case_urls.urlpatterns,
]
