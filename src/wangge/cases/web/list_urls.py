"""Lists of cases, the map, what is exported."""

from django.urls import path

from wangge.cases.web import bulk, lists, maps, requests, sheets, views

urlpatterns = [
    path("", lists.cases, name="cases"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("map/", maps.cases_map, name="map"),
    path("map/marks.json", maps.marks, name="marks"),
    path("sheet/", sheets.sheet, name="sheet"),
    path("requests/", requests.requests, name="requests"),
    path("views/", views.save, name="save_view"),
    path("views/<uuid:view>/delete/", views.delete, name="delete_view"),
]
