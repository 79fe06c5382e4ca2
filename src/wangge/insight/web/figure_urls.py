"""Addresses of the figures and of the rows behind them."""

from django.urls import path

from wangge.insight.web import figures

urlpatterns = [
    path("figures/", figures.index, name="figures"),
    path("figures/<slug:key>/rows/", figures.rows, name="rows"),
    path("figures/<slug:key>/rows.xlsx", figures.sheet, name="sheet"),
]
