"""The demo's house for journeys: loaded once a session, served as an office would serve it.

``wangge demo --load-only`` and ``wangge serve`` run as processes of their own in a temporary
WANGGE_HOME, on SQLite or on the server that WANGGE_DATABASE names. WANGGE_LOADED may name the
folder of a demo on SQLite that is loaded already; it is copied, never written to.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image, ImageDraw

DOOR = [sys.executable, "-m", "wangge.site.door"]
READY_SECONDS = 90
STOP_SECONDS = 20
POSITION = (25.0782, 102.6689)
"""Latitude and longitude that the camera wrote into one of the photos: somewhere in Puji."""


@dataclass
class House:
    """A served demo: its address, everybody's password, and who is signed in already."""

    base: str
    password: str
    home: Path
    kept: dict[str, Any] = field(default_factory=dict)
    """Cookies of each seat after its first sign-in, so that each signs in once."""


@contextmanager
def open_house(folder: Path) -> Iterator[House]:
    """Load the demo into a folder, serve it, and stop the server by its own pid."""
    surroundings = os.environ | {"WANGGE_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
    _load(folder, surroundings)
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    log = folder / "serve.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*DOOR, "serve", "--port", str(port)], env=surroundings, stdout=out, stderr=out
        )
        try:
            _wait(server, base, log)
            yield House(
                base, json.loads((folder / "demo-logins.json").read_text())["password"], folder
            )
        finally:
            server.terminate()
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _load(folder: Path, surroundings: dict[str, str]) -> None:
    loaded = os.environ.get("WANGGE_LOADED")
    if loaded and not os.environ.get("WANGGE_DATABASE"):
        shutil.copytree(loaded, folder, dirs_exist_ok=True)
    done = subprocess.run(
        [*DOOR, "demo", "--load-only"],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen, base: str, log: Path) -> None:
    """Until the sign-in page is there."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise AssertionError(f"the server ended: {log.read_text()}")
        try:
            with urlopen(f"{base}/sign-in/", timeout=10):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"no answer within {READY_SECONDS} s: {log.read_text()}")


def photo(file: Path, words: str, *, where: bool = False) -> Path:
    """A real JPEG that says what it shows, as a phone would write it; ``where``: with EXIF GPS."""
    image = Image.new("RGB", (1200, 900), (96, 122, 99) if "after" in words else (150, 132, 110))
    draw = ImageDraw.Draw(image)
    for step in range(0, 1200, 60):
        draw.line((step, 0, 1200 - step, 900), fill=(120, 120, 120), width=3)
    draw.text((40, 40), words, fill=(255, 255, 255))
    exif = Image.Exif()
    exif[0x010F] = "Wangge"  # the maker's name
    if where:
        place = exif.get_ifd(0x8825)
        place.update({1: "N", 2: _degrees(POSITION[0]), 3: "E", 4: _degrees(POSITION[1])})
    image.save(file, quality=88, exif=exif)
    return file


def _degrees(value: float) -> tuple[float, float, float]:
    whole = int(value)
    minutes = int((value - whole) * 60)
    return float(whole), float(minutes), round(((value - whole) * 60 - minutes) * 60, 3)
