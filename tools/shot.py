"""Screenshots of pages as somebody of the cast, wide and narrow, for a look at one's own work.

``python tools/shot.py http://127.0.0.1:8000 USER PASSWORD OUT /path/ [/path/ …]``
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZES = {"1440": (1440, 900), "390": (390, 844)}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip


def main() -> None:
    """Sign in once for each width and photograph every path."""
    base, user, password, out, *paths = sys.argv[1:]
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for width, (w, h) in SIZES.items():
            page = browser.new_page(viewport={"width": w, "height": h}, locale="zh-CN")
            page.on("console", lambda line: print("console:", line.text))
            page.on("pageerror", lambda error: print("error:", error))
            if user != "-":
                page.goto(base + "/sign-in/")
                page.fill("input[name=login], input[name=username]", user)
                page.fill("input[name=password]", password)
                page.click("button[type=submit]")
                page.wait_for_load_state()
            for path in paths:
                answer = page.goto(base + path)
                page.wait_for_timeout(700)
                name = re.sub(r"[^a-z0-9]+", "-", path.strip("/").lower()) or "home"
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
                print(answer.status if answer else "?", path, width)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
