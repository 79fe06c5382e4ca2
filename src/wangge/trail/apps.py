from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.trail"
    label = "trail"
