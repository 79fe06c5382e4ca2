"""The catalogue, limits, the calendar, the duty table."""

from django.urls import path

from wangge.cases.web import catalogue, catalogue_sheets, duty, limits

urlpatterns = [
    path("catalogue/", catalogue.index, name="catalogue"),
    path("catalogue/new/", catalogue.new, name="new_category"),
    path("catalogue/import/", catalogue_sheets.import_conditions, name="import_conditions"),
    path("catalogue/sheet.xlsx", catalogue_sheets.conditions, name="catalogue_sheet"),
    path("catalogue/<uuid:id>/", catalogue.show, name="category"),
    path("catalogue/<uuid:id>/end/", catalogue.end, name="end_category"),
    path("catalogue/<uuid:id>/public/", catalogue.public, name="set_public"),
    path(
        "catalogue/<uuid:id>/<uuid:condition>/confirm/",
        catalogue.confirm,
        name="confirm_condition",
    ),
    path("catalogue/<uuid:id>/<uuid:condition>/", catalogue.change, name="condition"),
    path("catalogue/limits/", limits.index, name="limits"),
    path("catalogue/limits/stage/", limits.stage, name="set_stage_limit"),
    path("catalogue/limits/hours/", limits.hours, name="set_office_hours"),
    path("catalogue/calendar/", limits.year, name="calendar"),
    path("catalogue/calendar/<int:year>/", limits.year, name="calendar_year"),
    path("catalogue/calendar/day/", limits.day, name="set_calendar_day"),
    path("catalogue/calendar/enter/", limits.enter_year, name="enter_year"),
    path("catalogue/duty/", duty.index, name="duty"),
    path("catalogue/duty/new/", duty.new, name="new_duty"),
    path("catalogue/duty/import/", catalogue_sheets.import_duties, name="import_duties"),
    path("catalogue/duty/sheet.xlsx", catalogue_sheets.duty_sheet, name="duty_sheet"),
    path("catalogue/duty/template.xlsx", catalogue_sheets.duty_template, name="duty_template"),
    path("catalogue/duty/<uuid:id>/end/", duty.end, name="end_duty"),
]
