"""Addresses of this domain's pages."""

from django.urls import path

from wangge.places.web.views import grids, imports, maps, regions, register

app_name = "places"
urlpatterns = [
    path("", register.index, name="places"),
    path("new/", register.new, name="new"),
    path("find.json", maps.find_places, name="find"),
    path("map.json", maps.map_data, name="map"),
    path("kinds/", register.kinds, name="kinds"),
    path("grids/", grids.index, name="grids"),
    path("grids/new/", grids.new, name="new_grid"),
    path("grids/<str:code>/", grids.one, name="grid"),
    path("grids/<str:code>/redraw/", grids.redraw, name="redraw_grid"),
    path("regions/", regions.index, name="regions"),
    path("regions/find.json", maps.find_regions, name="find_region"),
    path("regions/<str:code>/inside/", regions.inside, name="inside"),
    path("import/", imports.index, name="import"),
    path("<uuid:id>/", register.one, name="place"),
    path("<uuid:id>/change/", register.change, name="change"),
    path("<uuid:id>/move/", register.move, name="move"),
    path("<uuid:id>/close/", register.close, name="close"),
]
