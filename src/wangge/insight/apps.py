from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.insight"
    label = "insight"
