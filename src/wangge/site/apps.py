from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.site"
    label = "site"
