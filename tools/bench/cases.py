"""Cases as programs use them: reports, lists, details, stage changes; ten thousand, a million.

The real server with its own settings and two workers; eight clients in this process share the
machine with it. Numbers are comparable within one run.
"""

import io
import json
import os
import time
from datetime import date
from random import Random
from typing import Any
from uuid import uuid4

import django
from tools.bench.served import CLIENTS, WARMING, Asked, drive, server, spread

SIZES = (10_000, 1_000_000)
REPORTS, PHOTOS, LISTS, DETAILS, CHANGES = 960, 480, 640, 960, 640
KEY = "bench-key-0123456789"


def run() -> list[tuple[str, str]]:
    """Lines of the measurement; the tables are made and filled here, once for each size."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangge.site.settings")
    django.setup()
    lines = []
    for size in SIZES:
        lines += _at(size)
    return lines


def _at(size: int) -> list[tuple[str, str]]:
    from django.core.management import call_command
    from django.db import connections
    from tools.bench import bulk_cases

    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)
    began = time.perf_counter()
    bulk_cases.lay_cases(size)
    ground = _Ground()
    lines = [(f"{size:,} cases laid", f"{time.perf_counter() - began:.0f} s")]
    lines += _inside(ground)
    connections.close_all()
    with server() as port:
        lines += _lists(port, ground)
        lines += _details(port, ground)
        lines += _changes(port, ground)
        lines += _reports(port, ground)
    return lines


class _Ground:
    """Who asks, and what for."""

    def __init__(self) -> None:
        from wangge.cases.models import CalendarDay, Case, Category
        from wangge.cases.rules import Stage
        from wangge.kernel.ids import new_id
        from wangge.people.models import Unit

        for year in (2020, 2021, 2026, 2027):
            CalendarDay.objects.get_or_create(
                day=date(year, 10, 1), defaults={"is_working": False, "name": "国庆节"}
            )
        Category.objects.update(is_public=True, public_name="垃圾")
        self.category = Category.objects.first()
        _conditions()
        self.spot = _outlines()
        self.token = _clerk()
        self.auth = {"Authorization": f"Bearer {self.token}"}
        self.unit = Unit.objects.order_by("pk").values_list("pk", flat=True)[0]
        _client(new_id())
        ids = Case.objects.order_by("-pk").values_list("pk", flat=True)
        self.cases = list(ids[:5000])
        self.reported = self.cases[: CHANGES + CLIENTS * WARMING]
        Case.objects.filter(pk__in=self.reported).update(stage=Stage.REPORTED.value)


def _conditions() -> None:
    from wangge.cases.models import Category, Condition

    Condition.objects.bulk_create(
        Condition(category=one, name="一般", filing="发现", closing="清理", limit=8,
                  since=date(2019, 1, 1))
        for one in Category.objects.all()
    )  # fmt: skip


def _outlines() -> tuple[float, float]:
    """The demo's outlines for the 36 grids; a position inside the first."""
    from wangge.demo.ground import grounds
    from wangge.places.models import Grid

    drawn = grounds(Random(1))  # noqa: S311
    for grid, ground in zip(Grid.objects.order_by("code"), drawn, strict=True):
        ring = ground.polygon["coordinates"][0]
        lngs, lats = [x for x, _ in ring], [y for _, y in ring]
        Grid.objects.filter(pk=grid.pk).update(
            polygon=ground.polygon, edition=1, west=min(lngs), east=max(lngs), south=min(lats),
            north=max(lats),
        )  # fmt: skip
    return drawn[0].point(Random(2))  # noqa: S311


def _clerk() -> str:
    """A token of a clerk who sees the whole subdistrict."""
    from wangge.kernel.clock import now
    from wangge.kernel.ids import new_id
    from wangge.people import actions
    from wangge.people.models import Account
    from wangge.people.queries import posts_held
    from wangge.people.rules import Acting, PostKind, UnitKind, one_time_token, token_digest

    by = Acting(None, "bench", None, "bench", PostKind.OFFICE_HEAD, "")
    unit, post, account, at = new_id(), new_id(), new_id(), now()
    doing: dict[str, Any] = {"by": by, "at": at}
    actions.open_unit(unit=unit, kind=UnitKind.CAMPAIGN_OFFICE, name="办公室", region="530102009",
                      id=new_id(), **doing)  # fmt: skip
    actions.open_post(post=post, kind=PostKind.OFFICE_HEAD, title="主任", unit=unit,
                      region="530102009", id=new_id(), **doing)  # fmt: skip
    actions.open_account(account=account, username=f"clerk{account.hex[-6:]}", name="内勤",
                         password=uuid4().hex, must_change=False, id=new_id(), **doing)  # fmt: skip
    actions.appoint(account=account, post=post, since=date(2020, 1, 1), id=new_id(), **doing)
    person = Account.objects.get(pk=account)
    token = one_time_token(uuid4().hex, uuid4())
    actions.open_token(token=new_id(), post=post, name="bench", digest=token_digest(token), days=30,
                       by=posts_held(person, at.date())[0], at=at, id=new_id())  # fmt: skip
    return token


def _client(id: Any) -> None:
    from wangge.gateways.actions import open_key
    from wangge.kernel.clock import now
    from wangge.kernel.ids import new_id
    from wangge.people.rules import Acting, PostKind

    by = Acting(None, "bench", None, "bench", PostKind.OFFICE_HEAD, "")
    open_key(client=id, name=f"bench {id.hex[-8:]}", key=KEY, by=by, at=now(), id=new_id())


def _inside(ground: _Ground) -> list[tuple[str, str]]:
    """What is measured without the server: near, clusters, export with its memory."""
    from tools.bench import cases_inside

    return cases_inside.lines(ground.spot, ground.category.pk)


def _lists(port: int, ground: _Ground) -> list[tuple[str, str]]:
    plain = drive(port, LISTS, lambda n: Asked("GET", "/api/v1/cases?size=50", headers=ground.auth))
    words = "stage=closed&source=patrol&region=530102009001&size=50"
    narrow = drive(
        port, LISTS, lambda n: Asked("GET", f"/api/v1/cases?{words}", headers=ground.auth)
    )
    return [
        spread("list page of 50 by the API, no filter", plain[1], plain[0]),
        spread("list page of 50, three filters", narrow[1], narrow[0]),
    ]


def _details(port: int, ground: _Ground) -> list[tuple[str, str]]:
    rate, taken = drive(
        port,
        DETAILS,
        lambda n: Asked("GET", f"/api/v1/cases/{ground.cases[n % 5000]}", headers=ground.auth),
    )
    return [spread("one case by the API", taken, rate)]


def _changes(port: int, ground: _Ground) -> list[tuple[str, str]]:
    """Each request files another case: a condition, its history at the spot, a new limit."""

    def ask(n: int) -> Asked:
        body = json.dumps({"category": str(ground.category.pk)}).encode()
        return Asked(
            "POST", f"/api/v1/cases/{ground.reported[n]}/file", body,
            ground.auth | {"Content-Type": "application/json"},
        )  # fmt: skip

    rate, taken = drive(port, CHANGES, ask)
    return [spread("stage changes by the API", taken, rate)]


def _reports(port: int, ground: _Ground) -> list[tuple[str, str]]:
    plain = drive(port, REPORTS, lambda n: _report(ground, n, None))
    photo = _photo()
    shown = drive(port, PHOTOS, lambda n: _report(ground, n, photo))
    return [
        spread("public report without photo (Open311)", plain[1], plain[0]),
        spread(f"public report with a photo of {len(photo) // 1000} kB", shown[1], shown[0]),
    ]


def _report(ground: _Ground, n: int, photo: bytes | None) -> Asked:
    chance = Random(f"{n} {photo is None} {time.time()}")  # noqa: S311
    lng, lat = ground.spot
    fields = {
        "api_key": KEY,
        "service_code": ground.category.code,
        "lat": f"{lat + chance.uniform(-0.0005, 0.0005):.6f}",
        "long": f"{lng + chance.uniform(-0.0005, 0.0005):.6f}",
        "description": f"路边有一堆建筑垃圾没人清理 {chance.random()}",
        "phone": "13800000000",
    }
    mark = uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    if photo is not None:
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\n'
            "Content-Type: image/jpeg\r\n\r\n"
        )
        parts += [head.encode(), photo, b"\r\n"]
    body = b"".join([*parts, f"--{mark}--\r\n".encode()])
    return Asked(
        "POST", "/open311/v2/requests.json", body,
        {"Content-Type": f"multipart/form-data; boundary={mark}"},
    )  # fmt: skip


def _photo() -> bytes:
    """A photo of about 300 kB as a phone's browser sends it: 1600 × 1200, much detail."""
    import numpy as np
    from PIL import Image, ImageFilter

    grain = np.random.default_rng(1).random((300, 400, 3)) * 255
    picture = Image.fromarray(grain.astype("uint8")).resize((1600, 1200), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(2)).save(out, "JPEG", quality=60)
    return out.getvalue()
