"""Addresses of this gateway."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
