"""Addresses of this domain's pages."""

from django.urls import path

from wangge.worklog.web import imports, measures, messages, records

app_name = "worklog"
urlpatterns = [
    path("", records.index, name="records"),
    path("totals/", records.sums, name="totals"),
    path("sheet.xlsx", records.sheet, name="sheet"),
    path("new/", records.new, name="new"),
    path("places/find/", records.find_place, name="find_place"),
    path("<uuid:id>/", records.show, name="record"),
    path("<uuid:id>/amend/", records.amend, name="amend"),
    path("<uuid:id>/confirm/", records.confirm, name="confirm"),
    path("<uuid:id>/discard/", records.discard, name="discard"),
    path("<uuid:id>/void/", records.void, name="void"),
    path("<uuid:id>/correct/", records.correct, name="correct"),
    path("<uuid:id>/photos/", records.photos, name="photos"),
    path("<uuid:id>/fresh/", messages.fresh_part, name="fresh"),
    path("<uuid:id>/map/", messages.map_to, name="map"),
    path("measures/", measures.index, name="measures"),
    path("measures/find/", measures.find, name="find_measure"),
    path("measures/new/", measures.new, name="new_measure"),
    path("measures/<slug:code>/", measures.show, name="measure"),
    path("measures/<slug:code>/end/", measures.end, name="end_measure"),
    path("messages/", messages.inbox, name="messages"),
    path("messages/new/", messages.new, name="new_message"),
    path("messages/<uuid:id>/", messages.show, name="message"),
    path("messages/<uuid:id>/confirm/", messages.confirm_all, name="confirm_message"),
    path("messages/<uuid:id>/settle/", messages.settle, name="settle"),
    path("messages/<uuid:id>/take/<int:start>/", messages.take_up, name="take_up"),
    path("import/", imports.index, name="imports"),
    path("import/template.xlsx", imports.template, name="template"),
    path("import/<uuid:id>/", imports.show, name="import"),
    path("import/<uuid:id>/progress/", imports.progress, name="progress"),
    path("import/<uuid:id>/again/", imports.again, name="again"),
    path("import/<uuid:id>/returned.xlsx", imports.returned, name="returned"),
]
