"""A client with a key, a grid with an outline, and services, for tests of Open311."""

from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client
from PIL import Image

from wangge.cases.models import Category
from wangge.cases.tests.make import LAT, LNG, make_category
from wangge.gateways import actions
from wangge.kernel.ids import derived_id, new_id
from wangge.people.rules import Acting, PostKind
from wangge.people.tests.cast import AT, GRID, STREET
from wangge.places.models import Grid

KEY = "a-key-for-tests"
BASE = "/open311/v2/"
MACHINE = Acting(None, "test", None, "test", PostKind.OFFICE_HEAD, "")


def draw_grid() -> None:
    """The first grid's outline: a square of about a kilometre around the point of the tests."""
    west, south, east, north = LNG - 0.005, LAT - 0.005, LNG + 0.005, LAT + 0.005
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    Grid.objects.filter(pk=GRID).update(
        polygon={"type": "Polygon", "coordinates": [ring]},
        west=west, south=south, east=east, north=north, edition=1,
    )  # fmt: skip


def open_key(name: str = "Tester", key: str = KEY, region: str = STREET, **more: Any) -> None:
    actions.open_key(
        client=derived_id("client", name), name=name, key=key, region=region,
        by=MACHINE, at=AT, id=new_id(), **more,
    )  # fmt: skip


def make_services() -> tuple[Category, Category, Category]:
    """Two services residents are offered, the first with questions, and one that they aren't."""
    return (
        make_category(public_name="垃圾没人清", keywords="垃圾 臭"),
        make_category("06012", "道路不洁", name_en="Unclean road"),
        make_category("06022", "非法伐树", is_public=False, since=date(2020, 1, 1)),
    )


def report(client: Client, ending: str = "json", **fields: Any) -> Any:
    """Send a request as a client does; what is given replaces the usual fields, None removes."""
    form = {
        "api_key": KEY,
        "service_code": "06010",
        "lat": LAT,
        "long": LNG,
        "description": "路边垃圾 <b>三天</b> & 没人清",
        **fields,
    }
    sent = {name: value for name, value in form.items() if value is not None}
    return client.post(f"{BASE}requests.{ending}", sent)


def xml(answer: Any) -> ET.Element:
    return ET.fromstring(answer.content)


def get(client: Client, path: str, **fields: Any) -> Any:
    answer = client.get(BASE + path, fields)
    assert answer.status_code == 200, answer.content
    return answer.json() if answer["Content-Type"].startswith("application/json") else xml(answer)


def errors(answer: Any) -> list[dict[str, Any]]:
    found = answer.json()
    assert [set(one) for one in found] == [{"code", "description"}]
    assert found[0]["code"] == answer.status_code
    return found


def picture(colour: str = "red") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    out.name = "a.jpg"
    out.seek(0)
    return out
