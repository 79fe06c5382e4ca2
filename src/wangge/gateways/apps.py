from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.gateways"
    label = "gateways"
