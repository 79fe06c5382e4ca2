"""Addresses of the board."""

from django.urls import path

from wangge.insight.web import boards

urlpatterns = [
    path("board/", boards.board, name="board"),
    path("board/map.json", boards.board_map, name="board_map"),
]
