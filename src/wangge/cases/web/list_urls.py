"""Lists of cases, the map, what is exported."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
