import pytest

from wangge.gateways.tests.open311_make import (
    BASE,
    errors,
    get,
    xml,
)
from wangge.people.tests.cast import ELSEWHERE, FIRST, STREET

pytestmark = pytest.mark.django_db


def test_services_are_those_residents_are_offered_and_one_for_who_can_t_tell(
    client, services
) -> None:
    listed = get(client, "services.json")
    assert [one["service_code"] for one in listed] == ["06010", "06012", "0"]
    assert listed[0] == {
        "service_code": "06010",
        "service_name": "垃圾没人清",
        "description": "市容环境：垃圾没人清",
        "metadata": True,
        "type": "realtime",
        "keywords": "垃圾, 臭",
        "group": "市容环境",
    }
    assert listed[1]["metadata"] is False
    tree = get(client, "services.xml")
    assert tree.tag == "services"
    assert [one.findtext("metadata") for one in tree.findall("service")] == [
        "true", "false", "false"
    ]  # fmt: skip


def test_content_types_name_the_charset_and_other_sites_may_read(client, services) -> None:
    kinds = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
    for ending, kind in kinds.items():
        answer = client.get(f"{BASE}services.{ending}")
        assert answer["Content-Type"] == kind
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert (
        client.get(f"{BASE}services", headers={"accept": "text/xml"})["Content-Type"]
        == (kinds["xml"])
    )
    assert client.options(f"{BASE}requests.json").status_code == 204
    assert not client.cookies


def test_a_definition_lists_its_questions(client, services) -> None:
    found = get(client, "services/06010.json")
    assert found["service_code"] == "06010"
    first = found["attributes"][0]
    assert first["code"] == "blocks_way"
    assert first["variable"] is True and first["required"] is False and first["order"] == 1
    assert first["values"][0] == {"key": "no", "name": "不影响"}
    tree = get(client, "services/06010.xml")
    assert tree.tag == "service_definition"
    assert tree.findtext("attributes/attribute/values/value/name") == "不影响"
    english = client.get(f"{BASE}services/06010.json", headers={"accept-language": "en"}).json()
    assert english["attributes"][0]["description"] == "Does it block the way?"


@pytest.mark.parametrize(
    "path",
    [
        "services/06022.json",
        "services/nothing.json",
        "tokens/1.json",
        "requests/PJ-1.json",
        "elsewhere.json",
        "services.txt",
        "",
    ],
)
def test_what_isn_t_here_is_404(client, services, path: str) -> None:
    answer = client.get(BASE + path)
    assert answer.status_code == 404
    errors(answer)


def test_errors_in_xml(client, services) -> None:
    tree = xml(client.get(f"{BASE}requests/nothing.xml"))
    assert (tree.tag, tree.findtext("error/code")) == ("errors", "404")
    assert tree.findtext("error/description")


def test_a_jurisdiction_is_a_subdistrict_with_grids(client, services) -> None:
    for code in ("", STREET, f"{STREET}000"):
        assert client.get(f"{BASE}services.json", {"jurisdiction_id": code}).status_code == 200
    for code in (ELSEWHERE, FIRST, "city.gov", "５３０１０２００９", "530102"):
        answer = client.get(f"{BASE}services.json", {"jurisdiction_id": code})
        assert answer.status_code == 404, code
        errors(answer)


def test_discovery_names_the_endpoint_the_client_came_through(client) -> None:
    for path in ("/open311/discovery", "/open311/v2/discovery"):
        endpoint = client.get(f"{path}.json").json()["endpoints"][0]
        assert endpoint["url"] == "http://testserver/open311/v2"
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        tree = xml(client.get(f"{path}.xml"))
        assert tree.findtext("endpoints/endpoint/formats/format") == "text/xml"
