"""Each page once as each of the cast, and what its forms do."""

import json
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wangge.kernel.ids import new_id
from wangge.places.models import Grid, Place
from wangge.places.tests import make
from wangge.places.tests.make import FIRST, GRID, SECOND, SIZE, STREET, WEST

NEW = FIRST + "101"


@pytest.fixture
def ground(cast):
    """Kinds, one drawn grid, one place in it."""
    make.basics(cast.head)
    make.grid(NEW, cast.head)
    return make.place(cast.head, lng=102.665, lat=25.095)


@pytest.fixture
def as_(client, cast):
    def sign_in(part: str):
        client.force_login(cast.account(part), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


PAGES = ["places", "kinds", "grids", "regions", "import", "new", "new_grid", "map", "find"]


@pytest.mark.slow
def test_each_page_as_each_of_the_cast(as_, cast, ground) -> None:
    for part in cast.everybody():
        client = as_(part)
        for page in PAGES:
            assert client.get(reverse(f"places:{page}")).status_code == 200, (part, page)
        sees = part not in ("neighbour", "stranger", "leader")
        for page, key in (("place", ground.pk), ("grid", NEW), ("change", ground.pk)):
            answer = client.get(reverse(f"places:{page}", args=[key]))
            assert answer.status_code == (200 if sees else 404), (part, page)


def test_somebody_not_signed_in_sees_nothing(client, ground) -> None:
    for page in PAGES:
        assert client.get(reverse(f"places:{page}")).status_code in (302, 403)


def test_the_register(as_, ground, django_assert_max_num_queries) -> None:
    client = as_("clerk")
    client.get(reverse("places:places"))
    with django_assert_max_num_queries(16):
        answer = client.get(reverse("places:places"), {"text": "jcc", "area": FIRST})
    text = answer.content.decode()
    assert "建材厂小区" in text
    assert "网格101" in text
    assert "没有符合条件的点位" in client.get("/places/?text=猫").content.decode()
    assert "建材厂小区" not in client.get("/places/?state=closed").content.decode()
    assert client.get("/places/?area=x&kind=y&state=z&after=q").status_code == 200


def test_the_register_takes_no_more_queries_for_more_rows(
    as_, cast, ground, django_assert_max_num_queries
) -> None:
    for number in range(30):
        make.place(cast.head, name=f"小区{number}", parent=ground.pk)
    client = as_("clerk")
    client.get(reverse("places:places"))
    with django_assert_max_num_queries(16):
        client.get(reverse("places:places"))


def test_greyed_for_those_who_may_not(as_, ground) -> None:
    text = as_("commander").get(reverse("places:place", args=[ground.pk])).content.decode()
    assert reverse("places:change", args=[ground.pk]) not in text
    assert "登记台账" in text or "点位" in text


def test_a_place_page(as_, ground) -> None:
    text = as_("clerk").get(reverse("places:place", args=[ground.pk])).content.decode()
    assert "建材厂小区" in text
    assert "本单位录入" in text
    assert "登记点位" in text
    assert "data-map=" in text


def fill(**changes) -> dict[str, str]:
    return {
        "id": str(new_id()),
        "name": "新小区",
        "kind": "old_estate",
        "area": STREET,
        "crs": "wgs84",
        "lng": "102.665",
        "lat": "25.095",
    } | changes


def test_entering_a_place_twice_is_once(as_, ground) -> None:
    client, words = as_("clerk"), fill()
    first = client.post(reverse("places:new"), words)
    assert first.status_code == 302
    again = client.post(reverse("places:new"), words)
    assert again.url == first.url
    place = Place.objects.get(name="新小区")
    assert (place.region, place.grid_id) == (NEW, NEW)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"lng": "25.095", "lat": "102.665"}, None, "经度"),
        ({"area": SECOND}, "area", "不属于区域"),
        ({"name": "建材厂小区"}, None, "已有同类点位"),
        ({"geometry": "{"}, "geometry", "不是有效的 GeoJSON"),
        ({"name": ""}, "name", ""),
        ({"kind": "palace"}, "kind", ""),
        ({"lat": ""}, "lng", "须同时填写"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_, ground, changes, field, words) -> None:
    answer = as_("clerk").post(reverse("places:new"), fill(**changes))
    assert answer.status_code == 422
    form = answer.context["form"]
    errors = form.errors.get(field or "__all__")
    assert errors
    if words and field:
        assert words in errors[0]
    assert Place.objects.count() == 1


def test_without_the_right_the_form_says_so(as_, ground) -> None:
    answer = as_("commander").post(reverse("places:new"), fill())
    assert answer.status_code == 422
    assert not Place.objects.filter(name="新小区").exists()


def test_changing_moving_closing(as_, cast, ground) -> None:
    client, at = as_("clerk"), [ground.pk]
    words = {"id": str(new_id()), "name": "改名小区", "kind": "k37", "address": "1号"}
    assert client.post(reverse("places:change", args=at), words).status_code == 302
    answer = client.get(reverse("places:move", args=at))
    assert answer.context["form"].initial["lng"] == 102.665
    words = fill(area=FIRST, lng=str(WEST + 2 * SIZE))
    assert client.post(reverse("places:move", args=at), words).status_code == 302
    ground.refresh_from_db()
    assert (ground.name, ground.region, ground.grid_id) == ("改名小区", FIRST, None)
    close = reverse("places:close", args=at)
    assert client.get(close).status_code == 405
    client.post(close, {"id": str(new_id()), "reason": "已拆迁"})
    ground.refresh_from_db()
    assert ground.closed_on is not None
    assert "已停用" in client.get(reverse("places:place", args=at)).content.decode()


def test_a_form_without_its_number_is_refused(as_, ground) -> None:
    answer = as_("clerk").post(reverse("places:new"), fill(id="x"))
    assert answer.status_code == 422


def test_entering_and_redrawing_a_grid(as_, ground) -> None:
    client = as_("clerk")
    words = {
        "id": str(new_id()),
        "code": FIRST + "102",
        "name": "新网格",
        "crs": "gcj02",
        "polygon": json.dumps({"type": "Feature", "geometry": make.box(WEST + SIZE)}),
    }
    assert client.post(reverse("places:new_grid"), words).status_code == 302
    assert Grid.objects.get(pk=FIRST + "102").source_crs == "gcj02"
    answer = client.post(reverse("places:new_grid"), words | {"id": str(new_id())})
    assert "已被“新网格”占用" in answer.content.decode()
    bow = {"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]}
    answer = client.post(
        reverse("places:new_grid"),
        words | {"id": str(new_id()), "code": FIRST + "103", "polygon": json.dumps(bow)},
    )
    assert answer.status_code == 422
    redraw = reverse("places:redraw_grid", args=[NEW])
    assert client.get(redraw).status_code == 200
    client.post(redraw, {"id": str(new_id()), "name": "改名", "crs": "wgs84", "polygon": ""})
    grid = Grid.objects.get(pk=NEW)
    assert (grid.name, grid.polygon) == ("改名", None)


def test_regions_are_unfolded_level_by_level(as_, ground) -> None:
    client = as_("clerk")
    text = client.get(reverse("places:regions")).content.decode()
    assert "王家桥社区居民委员会" in text
    top = client.get(reverse("places:regions"), {"parent": ""}).content.decode()
    assert "云南省" in top
    assert "昆明市" not in top
    assert "昆明市" in client.get(reverse("places:inside", args=["53"])).content.decode()
    found = client.get(reverse("places:regions"), {"parent": "", "text": "普吉社区"})
    assert "云南省 / 昆明市 / 五华区 / 普吉街道" in found.content.decode()
    assert "没有符合条件的区划" in client.get("/places/regions/?text=猫").content.decode()
    leaf = client.get(reverse("places:regions"), {"parent": FIRST}).content.decode()
    assert reverse("places:grids") + "?community=" + FIRST in leaf
    assert client.get(reverse("places:regions"), {"parent": "99"}).status_code == 404


def test_shapes_and_suggestions(as_, ground) -> None:
    client = as_("clerk")
    found = client.get(reverse("places:map")).json()
    assert [feature["id"] for feature in found["grids"]["features"]] == [NEW]
    place = found["places"]["features"][0]["properties"]
    assert place["url"] == reverse("places:place", args=[ground.pk])
    assert client.get(reverse("places:map"), {"grids": "1"}).json()["places"]["features"] == []
    assert client.get(reverse("places:find"), {"q": "jcc"}).json() == [
        {"value": str(ground.pk), "label": "建材厂小区 · 老旧小区", "level": 0}
    ]
    assert client.get(reverse("places:find_region")).json() == []
    (street,) = client.get(reverse("places:find_region"), {"q": "普吉街道"}).json()
    assert street == {"value": STREET, "label": "云南省昆明市五华区普吉街道", "level": 0}
    client = as_("stranger")
    assert client.get(reverse("places:map")).json()["places"]["features"] == []


def upload(content: object, name: str = "grids.geojson") -> SimpleUploadedFile:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, raw)


def importing(**changes) -> dict[str, object]:
    rows = make.collection(({"code": FIRST + "102", "name": "甲"}, make.box(WEST + SIZE)))
    return {
        "id": str(new_id()),
        "what": "grids",
        "file": upload(rows),
        "crs": "wgs84",
        "area": STREET,
    } | changes


def test_checking_writes_nothing_and_importing_does(as_, ground) -> None:
    client, url = as_("clerk"), reverse("places:import")
    answer = client.post(url, importing(check="1"))
    assert "全部 1 行均可录入" in answer.content.decode()
    assert not Grid.objects.filter(pk=FIRST + "102").exists()
    assert client.post(url, importing()).status_code == 302
    assert Grid.objects.get(pk=FIRST + "102").source == "grids.geojson"
    answer = client.post(url, importing(check="1"))
    assert "已被占用" in answer.content.decode()
    answer = client.post(url, importing())
    assert answer.status_code == 422
    assert "未录入任何数据" in answer.content.decode()


def test_importing_places_and_a_shapefile(as_, ground) -> None:
    client, url = as_("clerk"), reverse("places:import")
    rows = make.collection(
        (
            {"name": "公厕", "kind": "室外公共厕所"},
            {"type": "Point", "coordinates": [102.661, 25.091]},
        )
    )
    words = importing(what="places", file=upload(rows), source="普查")
    assert client.post(url, words).status_code == 302
    assert Place.objects.get(name="公厕").source == "普查"
    ring = make.box(WEST + SIZE)["coordinates"][0]
    file = make.shape_zip([(FIRST + "103", "乙", ring)])
    assert client.post(url, importing(file=upload(file.read(), "a.zip"))).status_code == 302
    assert Grid.objects.get(pk=FIRST + "103").name == "乙"


def test_a_bad_file_is_said(as_, ground, monkeypatch) -> None:
    client, url = as_("clerk"), reverse("places:import")
    for words in ({"check": "1"}, {}):
        answer = client.post(url, importing(file=upload(b"hello"), **words))
        assert answer.status_code == 422
        assert "既不是 GeoJSON" in answer.content.decode()
    monkeypatch.setattr("wangge.places.web.forms.MOST_UPLOAD", 10)
    answer = client.post(url, importing())
    assert "文件过大" in answer.content.decode()
    assert client.post(url, importing(file="")).status_code == 422


def test_the_timeline_of_a_grid(as_, ground) -> None:
    text = as_("clerk").get(reverse("places:grid", args=[NEW])).content.decode()
    assert "登记网格" in text
    assert as_("clerk").get(reverse("places:grid", args=[GRID])).status_code == 200
    assert as_("clerk").get(reverse("places:place", args=[UUID(int=1)])).status_code == 404
