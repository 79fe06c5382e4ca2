"""What tests of the portal share: a drawn grid, a kind, and a resident's browser."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from wangge.cases.models import Category
from wangge.cases.tests.make import make_category
from wangge.kernel.ids import new_id
from wangge.people.tests.cast import GRID, Cast
from wangge.places.models import Grid
from wangge.places.tests.make import SIZE, SOUTH, WEST, box

HERE = {"lng": WEST + SIZE / 2, "lat": SOUTH + SIZE / 2}
"""The middle of the first grid."""


def a_photo(name: str = "a.jpg", colour: str = "") -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (60, 40), colour or f"#{new_id().hex[-6:]}").save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def words(answer: Any) -> str:
    return answer.content.decode()


class Resident:
    """Somebody with a phone and no account."""

    def __init__(self) -> None:
        self.browser = Client(headers={"accept-language": "en"})

    def form(self, **fields: Any) -> dict[str, Any]:
        """A form as the page gives it out, filled in at the middle of the grid."""
        return {"id": new_id(), "key": new_id().hex, "text": "rubbish", **HERE, **fields}

    def send(self, form: dict[str, Any] | None = None, **fields: Any) -> Any:
        return self.browser.post(reverse("portal:report"), form or self.form(**fields))

    def secret(self, answer: Any) -> str:
        """The secret of the link that an answer leads to."""
        assert answer.status_code == 302, words(answer)[:3000]
        return str(answer["Location"]).rstrip("/").split("/")[-2]

    def open(self, secret: str, **query: Any) -> Any:
        return self.browser.get(reverse("portal:status", args=[secret]), query)


@pytest.fixture
def resident() -> Resident:
    return Resident()


@pytest.fixture(autouse=True)
def cache_empty() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ground(cast: Cast) -> Category:
    """The first grid is drawn, and one kind is offered to residents."""
    west, south = WEST, SOUTH
    Grid.objects.filter(pk=GRID).update(
        polygon=box(WEST), west=west, south=south, east=west + SIZE, north=south + SIZE, edition=1
    )
    return make_category(public_name="垃圾没人清", name_en="Exposed rubbish")
