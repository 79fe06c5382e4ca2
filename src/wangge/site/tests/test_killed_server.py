"""The server killed by the system while residents report: what was answered is there, once."""

import hashlib
import http.client
import io
import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from wangge.cases.tests.make import LAT, LNG
from wangge.gateways.tests.open311_make import BASE, KEY
from wangge.site.tests.served import PATIENCE, Server, bring_up_with_cast, installation

CLIENTS = 6
ENOUGH = 90
"""Acknowledged reports after which the server dies."""


@dataclass
class Sent:
    """A report as it went out, and the number that came back, if any."""

    text: str
    has_photo: bool
    body: bytes
    mark: str
    number: str = ""


def a_report(text: str, has_photo: bool) -> Sent:
    mark = uuid4().hex
    fields = {"api_key": KEY, "service_code": "0", "lat": LAT, "long": LNG, "description": text}
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if has_photo:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\n\r\n'
        parts += [head.encode(), a_photo(text), b"\r\n"]
    return Sent(text, has_photo, b"".join([*parts, f"--{mark}--\r\n".encode()]), mark)


def a_photo(text: str) -> bytes:
    """A photo of its own for each text, with some detail."""
    grain = hashlib.shake_256(text.encode()).digest(160 * 120 * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (160, 120), grain).save(out, "JPEG", quality=80)
    return out.getvalue()


def send(line: http.client.HTTPConnection, sent: Sent) -> str:
    """The number a report is answered with. Raises what a broken connection raises."""
    line.request("POST", f"{BASE}requests.json", sent.body,
                 {"Content-Type": f"multipart/form-data; boundary={sent.mark}"})  # fmt: skip
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, body
    return str(json.loads(body)[0]["service_request_id"])


class Crowd:
    """Residents who report one after another until the line breaks."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.enough = threading.Event()
        self.sent: list[Sent] = []

    @property
    def acknowledged(self) -> list[Sent]:
        return [one for one in self.sent if one.number]

    def client(self, place: int) -> None:
        line = self.server.line()
        try:
            for turn in range(10_000):
                mine = a_report(f"路边有一堆垃圾 {place}-{turn}", has_photo=turn % 3 == 0)
                self.sent.append(mine)
                mine.number = send(line, mine)
                if len(self.acknowledged) >= ENOUGH:
                    self.enough.set()
        except (OSError, http.client.HTTPException):
            return
        finally:
            self.enough.set()


def look() -> dict[str, Any]:
    """What lies in the tables and the folder, and everything that doesn't fit together."""
    from django.conf import settings

    from wangge.cases.models import Case, CaseText, Reporter
    from wangge.trail.models import Entry, Evidence, Proof
    from wangge.trail.rules import stored_as

    cases = {case.pk: case for case in Case.objects.all()}
    entries = list(Entry.objects.filter(action="cases.report"))
    ids = Counter(cases.keys())
    wrong = [
        what
        for what, found in (
            ("entry", Counter(entry.subject for entry in entries)),
            ("words", Counter(CaseText.objects.values_list("case", flat=True))),
            ("reporter", Counter(Reporter.objects.values_list("case", flat=True))),
        )
        if found != ids
    ]
    wrong += [
        f"entry of {entry.data['number']}"
        for entry in entries
        if entry.data["number"] != cases[entry.subject].number
    ]
    whole = set()
    for evidence in Evidence.objects.all():
        content = Path(settings.MEDIA_ROOT, stored_as(evidence.sha256)).read_bytes()
        if hashlib.sha256(content).hexdigest() != evidence.sha256:
            wrong.append(f"file of {evidence.pk}")
        Image.open(io.BytesIO(content)).load()
        whole.add(evidence.pk)
    shown = Proof.objects.filter(evidence__in=whole).values_list("subject", flat=True)
    return {
        "wrong": wrong,
        "cases": [[case.number, case.text] for case in cases.values()],
        "shown": [cases[id].number for id in shown],
    }


def seal() -> list[str]:
    """Seal what is there and check every seal; what is wrong."""
    from wangge.kernel.clock import now
    from wangge.trail.jobs import seal_entries
    from wangge.trail.models import Entry
    from wangge.trail.queries import verify_seals

    seal_entries(now())
    broken = verify_seals()
    left = Entry.objects.filter(seal__isnull=True).count()
    return [str(broken.reason)] if broken else [f"{left} unsealed"] * bool(left)


def check(found: dict[str, Any], acknowledged: list[Sent]) -> None:
    """Everything that was answered is there once, with its photo, and all fits together."""
    assert found["wrong"] == []
    numbers = Counter(number for number, _ in found["cases"])
    assert max(numbers.values()) == 1
    texts = {(number, text) for number, text in found["cases"]}
    assert {(one.number, one.text) for one in acknowledged} <= texts
    assert len({one.number for one in acknowledged}) == len(acknowledged)
    assert {one.number for one in acknowledged if one.has_photo} <= set(found["shown"])
    assert max(Counter(found["shown"]).values()) == 1


@pytest.fixture
def crowd_of_the_dead(tmp_path: Path) -> Iterator[Any]:
    """An installation whose server was killed under load, and what its clients had sent."""
    with installation(tmp_path) as here:
        with here.worker() as worker:
            worker.ask(bring_up_with_cast)
        with here.server(clockwork=True) as server, ThreadPoolExecutor(CLIENTS) as pool:
            crowd = Crowd(server)
            clients = [pool.submit(crowd.client, place) for place in range(CLIENTS)]
            assert crowd.enough.wait(PATIENCE)
            server.kill()
            for client in clients:
                client.result()
        yield here, crowd


@pytest.mark.slow
def test_what_was_acknowledged_outlives_the_server(crowd_of_the_dead: Any) -> None:
    here, crowd = crowd_of_the_dead
    lost = [one for one in crowd.sent if not one.number]
    assert len(crowd.acknowledged) >= ENOUGH
    assert lost, "nothing was on its way when the server died"
    with here.worker() as worker:
        check(worker.ask(look), crowd.acknowledged)
        with here.server(clockwork=True) as server:
            line = server.line()
            for one in lost:
                one.number = send(line, one)
            for one in crowd.acknowledged[-CLIENTS:]:
                assert send(line, one) == one.number
        found = worker.ask(look)
        check(found, crowd.sent)
        assert len(found["cases"]) == len(crowd.sent)
        assert worker.ask(seal) == []
