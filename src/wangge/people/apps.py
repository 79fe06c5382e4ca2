from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.people"
    label = "people"
