"""Addresses of this domain's pages."""

from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
