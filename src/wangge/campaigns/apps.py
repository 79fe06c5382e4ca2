from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.campaigns"
    label = "campaigns"
