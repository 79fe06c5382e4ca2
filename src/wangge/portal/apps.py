from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.portal"
    label = "portal"
