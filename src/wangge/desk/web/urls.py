"""Addresses of the office shell."""

from django.urls import path

from wangge.desk.web import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
