from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.desk"
    label = "desk"
