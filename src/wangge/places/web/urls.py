"""Addresses of this domain's pages."""

from django.urls import URLPattern

app_name = "places"
urlpatterns: list[URLPattern] = []
