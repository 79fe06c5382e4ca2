"""Client libraries that others wrote, against a server that listens.

``three`` and ``georeport`` come with the development dependencies. The one in JavaScript has
dependencies that npm no longer finds; it is driven where WANGGE_OPEN311_NODE names a folder of
modules in which ``open311``, ``request`` and ``lodash`` were unpacked.
"""

import itertools
import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from wangge.cases.models import Case
from wangge.cases.tests.make import LAT, LNG, make_case
from wangge.gateways.tests.open311_make import BASE, KEY, picture
from wangge.kernel.clock import now
from wangge.people.tests.cast import STREET, Cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NODE = os.environ.get("WANGGE_OPEN311_NODE", "")


@pytest.fixture
def endpoint(live_server: Any, services: object) -> str:
    return f"{live_server.url}{BASE}"


def test_three(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)  # it was written for Python 2
    from three.core import Three

    client = Three(endpoint, api_key=KEY, jurisdiction=STREET)
    assert client.discovery()["endpoints"][0]["url"] == endpoint.rstrip("/")
    assert [one["service_code"] for one in client.services()] == ["06010", "06012", "0"]
    assert client.services("06010")["attributes"][0]["code"] == "blocks_way"
    sent = client.post(
        "06010", lat=LAT, long=LNG, name="Ada Lovelace", description="来自 three",
        media=picture(), **{"attribute[contents][]": ["green", "rubble"]},
    )  # fmt: skip
    number = sent[0]["service_request_id"]
    assert Case.objects.get(number=number).attributes == {"contents": ["green", "rubble"]}
    assert client.request(number)[0]["description"] == "来自 three"
    assert client.token(number)[0]["service_request_id"] == number
    start, end = ((now() + timedelta(days=n)).strftime("%m-%d-%Y") for n in (-1, 1))
    assert client.requests(start="01-01-2015", end=end, count=5)[0][
        "service_request_id"
    ] == number  # fmt: skip
    assert client.requests("06012", start=start, end=end) == []
    assert client.post("06010", lat=LAT, long=LNG, api_key="wrong")[0]["code"] == 403


@pytest.mark.parametrize("format", ["json", "xml"])
def test_georeport(endpoint: str, cast: Cast, format: str) -> None:
    from georeport import GeoReport
    from requests import HTTPError

    cases = [make_case(cast, reported_at=now(), updated_at=now()) for _ in range(2)]
    client = GeoReport(endpoint, jurisdiction=STREET, output_format=format)
    services = client.get_service_list()
    assert [one["service_code"] for one in services] == ["06010", "06012", "0"]
    assert str(services[0]["metadata"]).lower() == "true"
    definition = client.get_service_definition("06010")
    attributes = definition["attributes"]
    first = (attributes["attribute"] if format == "xml" else attributes)[0]
    assert first["datatype"] == "singlevaluelist"
    found = client.get_service_requests(status="open")
    assert {one["service_request_id"] for one in found} == {case.number for case in cases}
    one = client.get_service_request(cases[0].number)
    assert datetime.fromisoformat(one["expected_datetime"]).tzinfo
    assert float(one["lat"]) == pytest.approx(LAT, abs=0.0001)
    with pytest.raises(HTTPError, match="404"):
        client.get_service_request("nothing")


@pytest.mark.skipif(not NODE, reason="WANGGE_OPEN311_NODE names no folder of modules")
def test_open311_in_node(endpoint: str) -> None:
    script = Path(__file__).with_name("open311_client.js")
    done = subprocess.run(
        ["node", script, endpoint, KEY],
        env=os.environ | {"NODE_PATH": NODE}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    number = Case.objects.get().number
    assert found["endpoint"] == endpoint
    assert [one["service_code"] for one in found["services"]] == ["06010", "06012", "0"]
    assert found["definition"]["attributes"][1]["code"] == "amount"
    assert found["sent"][0]["service_request_id"] == number
    for way in ("one", "several", "list"):
        assert [one["service_request_id"] for one in found[way]] == [number], way
        # The library makes these JavaScript dates; what isn't one would be null here.
        for field in ("requested_datetime", "updated_datetime", "expected_datetime"):
            assert found[way][0][field], (way, field)
    assert found["token"] == [{"service_request_id": number, "token": number}]
    assert "400" in found["refused"]
