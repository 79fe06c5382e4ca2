"""Addresses of evaluation."""

from django.urls import path

from wangge.insight.web import evaluation, evaluation_rules

urlpatterns = [
    path("", evaluation.index, name="evaluation"),
    path("table.xlsx", evaluation.table, name="evaluation_table"),
    path("rows/", evaluation.rows, name="evaluation_rows"),
    path("rows.xlsx", evaluation.rows_sheet, name="evaluation_sheet"),
    path("watch/", evaluation.watch, name="evaluation_watch"),
    path("rules/", evaluation_rules.index, name="evaluation_rules"),
    path("rules/<uuid:rule>/", evaluation_rules.change, name="evaluation_rule"),
    path("<slug:kind>/<slug:key>/", evaluation.one, name="evaluation_one"),
]
