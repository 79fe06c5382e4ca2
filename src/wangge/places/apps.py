from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.places"
    label = "places"
