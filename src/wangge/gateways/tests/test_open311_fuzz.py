import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangge.cases.tests.make import LAT, LNG
from wangge.gateways.tests.open311_make import (
    BASE,
    KEY,
)
from wangge.people.tests.cast import STREET

pytestmark = pytest.mark.django_db


FIELDS = """
    service_request_id service_code start_date end_date updated_after updated_before status page
    page_size extensions lat long radius jurisdiction_id api_key description attribute[amount]
    attribute[contents][] attribute[ media_url address_id address_string update_id email x
"""
NAMES = st.sampled_from(sorted(FIELDS.split()))
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from([KEY, "06010", "0", "-1", "1e308", "nan", "2020-01-01", "2020-01-01T00:00:00Z",
                     "9999-12-31T23:59:59-23:59", "open", "true", str(LAT), str(LNG), STREET,
                     "99999999999999999999", "\x00", "%00", "Ⅷ", ","]),
)  # fmt: skip
PATHS = st.sampled_from(
    ["services", "requests", "servicerequestupdates", "discovery", "services/06010"]
) | st.text(alphabet="abc/.0%-é\x00 ", max_size=12).map("requests/{}".format)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    path=PATHS,
    ending=st.sampled_from(["", ".json", ".xml"]),
    fields=st.lists(st.tuples(NAMES, VALUES), max_size=8),
)
def test_whatever_is_asked_the_answer_is_well_formed(
    client, services, method: str, path: str, ending: str, fields: list[tuple[str, str]]
) -> None:
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value.encode(errors="replace").decode())
    answer = getattr(client, method)(BASE + path + ending, sent)
    assert answer.status_code in (200, 400, 403, 404, 405), answer.content
    if answer["Content-Type"].startswith("text/xml"):
        ET.fromstring(answer.content)
    else:
        json.loads(answer.content)
