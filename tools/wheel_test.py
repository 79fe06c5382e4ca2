"""The wheel carries all it needs: in an empty environment it runs outside the checkout."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from with_postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "build" / "wheel"


def build() -> Path:
    """Pack the wheel and hand back its path."""
    shutil.rmtree(BUILT, ignore_errors=True)
    command = ["make", "--no-print-directory", "wheel", f"DIST={BUILT}"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return next(BUILT.glob("*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """A new environment with the locked packages and the wheel; the folder of its programs."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    into = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python",
            str(folder / "bin" / "python")]  # fmt: skip
    locked = str(ROOT / "requirements.txt")
    subprocess.run([*into, "--require-hashes", "-r", locked], check=True)
    subprocess.run([*into, "--no-deps", str(wheel)], check=True)
    return folder / "bin"


def page(address: str, patience: float = 40.0) -> str:
    """A page, once the server answers."""
    end = time.monotonic() + patience
    while True:
        try:
            with urlopen(address, timeout=10) as answer:  # noqa: S310 - loopback
                text: str = answer.read().decode("utf-8", "replace")
                return text
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def main() -> None:
    """Build, install, read a message, serve a page with every file it asks for."""
    wheel = build()
    names = zipfile.ZipFile(wheel).namelist()
    for part in (".ttf", ".mo", "tabler.min.css", "brief.typ", "measures.csv"):
        assert any(name.endswith(part) for name in names), f"not in the wheel: {part}"
    assert not any("/tests/" in name for name in names), "tests are in the wheel"
    with tempfile.TemporaryDirectory(prefix="wangge-wheel-") as name:
        outside = Path(name)
        programs = install(wheel, outside / "venv")
        environment = os.environ | {"WANGGE_HOME": str(outside / "home")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        run = {"cwd": outside, "env": environment}
        wangge = str(programs / "wangge")
        read = subprocess.run(
            [wangge, "read-message"], input="清运垃圾2吨", text=True, capture_output=True, **run
        )
        assert "垃圾" in read.stdout, read.stderr
        port = free_port()
        server = subprocess.Popen([wangge, "serve", "--port", str(port)], **run)
        try:
            base = f"http://127.0.0.1:{port}"
            signing_in = page(base + "/sign-in/")
            assert "网格" in signing_in
            for file in sorted(set(re.findall(r'"(/static/[^"]+)"', signing_in))):
                page(base + file, patience=1)
        finally:
            server.terminate()
            server.wait(timeout=30)
    print("1 passed, 0 failed")


if __name__ == "__main__":
    main()
