"""The catalogue, limits, the calendar, the duty table."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
