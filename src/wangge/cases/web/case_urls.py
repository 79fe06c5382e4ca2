"""One case, and what is done on a phone."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
