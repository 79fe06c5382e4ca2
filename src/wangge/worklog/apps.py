from django.apps import AppConfig


class Config(AppConfig):
    name = "wangge.worklog"
    label = "worklog"
