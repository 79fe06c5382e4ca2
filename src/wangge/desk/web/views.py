"""Pages of the office shell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Where a person starts."""
    return render(request, "desk/home.html")
