"""What tests of the gateways begin with."""

import pytest

from wangge.cases.models import Category
from wangge.gateways.tests.open311_make import draw_grid, make_services, open_key
from wangge.people.tests.cast import Cast


@pytest.fixture
def services(cast: Cast) -> tuple[Category, Category, Category]:
    """A grid with an outline, a client's key, and two services with one that isn't public."""
    draw_grid()
    open_key()
    return make_services()
