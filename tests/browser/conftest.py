"""Pages in Debian's Chromium, served by a real server on a free port of the loopback address."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as live_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from .house import House, open_house

# Playwright's own loop runs in this thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ECHOES = ("Failed to load resource", "Response Status Error Code")
SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all journeys; each gets a context of its own."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Screen:
    """A window of one person, which remembers everything that went wrong in it."""

    page: Page
    base: str
    troubles: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # A refused request is noted with its address by _answered; its echoes have none. That
        # a picture of a map drawn without a graphics card is slow says nothing of the page.
        grave = message.type in {"error", "warning"} and "GL Driver Message" not in message.text
        if grave and not message.text.startswith(ECHOES):
            self.troubles.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status}: {response.url}")

    def stays_here(self, request: Request) -> None:
        """Note a request to any other machine: an office without the internet needs none."""
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.troubles.append(f"elsewhere: {request.url}")

    def settled(self, text: str) -> None:
        """The notice with which a page says that something was done."""
        expect(self.page.locator("#messages")).to_contain_text(text)

    def see(self, name: str) -> None:
        """Check a new kind of page and keep its picture."""
        self.check()
        self.shoot(f"journey-{name}")

    def open(self, path: str, expect: int = 200) -> Page:
        """Go to a page of ours; ``expect`` is the status it should answer with."""
        self.expected = {expect} if expect >= 400 else set()
        response = self.page.goto(self.base + path)
        assert response is not None and response.status == expect, (path, response)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def shoot(self, name: str) -> Path:
        """Keep a picture of the whole page under ``build/screens/``."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        width = (self.page.viewport_size or WIDE)["width"]
        file = SCREENS / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}-{width}.png"
        # What sticks to an edge of the window would stand in the middle of a scrolled page.
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.screenshot(path=file, full_page=True)
        return file

    def check(self) -> None:
        """Nothing serious for a person who can't see or point well; nothing on the console."""
        found = Axe().run(self.page).response["violations"]
        grave = [
            f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['failureSummary'][:300]}"
            for one in found
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"][:3]
        ]
        assert not grave, "\n".join(grave)
        self.check_fits()
        assert not self.troubles, "\n".join(self.troubles)

    def check_fits(self) -> None:
        """The page never scrolls sideways as a whole; wide tables do so in their own box."""
        over = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert over <= 0, f"the page is {over} pixels too wide"


@pytest.fixture
def screens(chromium, live_server, transactional_db) -> Iterator:
    """``screens("clerk", NARROW)``: a window in which somebody of the cast is signed in."""
    contexts = []

    def window(who=None, size=WIDE) -> Screen:
        context = chromium.new_context(viewport=size, locale="zh-CN")
        contexts.append(context)
        if who is not None:
            context.add_cookies([_session(who, live_server.url)])
        return Screen(context.new_page(), live_server.url)

    yield window
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> Iterator[House]:
    """The demo, loaded and served once for all journeys; what they write, later ones see."""
    with open_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def seats(chromium, house) -> Iterator:
    """``seats("neiqin", NARROW)``: a window of one of the demo's seats, signed in by the page.

    ``at`` is the latitude and longitude that the phone tells. Nothing may be wrong in any window
    at the end, nor asked of another machine than this one.
    """
    screens: list[Screen] = []

    def window(seat: str | None = None, size=WIDE, *, anew: bool = False, at=None) -> Screen:
        state = None if anew or seat is None else house.kept.get(seat)
        context = chromium.new_context(viewport=size, locale="zh-CN", storage_state=state)
        if at is not None:
            context.grant_permissions(["geolocation"], origin=house.base)
            context.set_geolocation({"latitude": at[0], "longitude": at[1], "accuracy": 12})
        screen = Screen(context.new_page(), house.base)
        screens.append(screen)
        context.on("request", screen.stays_here)
        if seat is not None and state is None:
            sign_in(screen, seat, house.password)
            if not anew:
                house.kept[seat] = context.storage_state()
        return screen

    yield window
    for screen in screens:
        screen.page.context.close()
    troubles = [trouble for screen in screens for trouble in screen.troubles]
    assert not troubles, "\n".join(troubles)


def sign_in(screen: Screen, seat: str, password: str) -> None:
    """Through the page, as everybody does."""
    page = screen.open("/sign-in/")
    page.get_by_label("登录名").fill(seat)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")


def _session(account, base: str) -> dict[str, str]:
    """A cookie that signs somebody in, as the sign-in page would give it."""
    store = import_module(live_settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.save()
    return {"name": live_settings.SESSION_COOKIE_NAME, "value": store.session_key, "url": base}
