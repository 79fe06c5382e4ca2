"""Copies the front-end files and fonts that the pages and documents use out of ``node_modules``.

Nothing of them is kept in the repository; the wheel carries what lies here when it is packed.
Run again it copies only what changed and says nothing when that is nothing.
"""

import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "src" / "wangge" / "desk" / "static" / "npm"
FONTS = ROOT / "src" / "wangge" / "insight" / "fonts"

SERVED: dict[str, list[str]] = {
    "@tabler/core": ["dist/css/tabler.min.css"],
    "htmx.org": ["dist/htmx.min.js", "LICENSE"],
    "@alpinejs/csp": ["dist/cdn.min.js"],
    "maplibre-gl": [
        "dist/maplibre-gl-csp.js",
        "dist/maplibre-gl-csp-worker.js",
        "dist/maplibre-gl.css",
        "LICENSE.txt",
    ],
    "echarts": ["dist/echarts.min.js", "LICENSE", "NOTICE"],
}
"""Package → the files of it that pages load, at ``static/npm/<package>/<file>``, and its licence.

Packages that carry no licence text state theirs (MIT) in ``package.json``, which is copied then.
"""

WITHOUT_LICENCE_TEXT = ["@tabler/core", "@alpinejs/csp"]

DOCUMENT_FONTS: dict[str, str] = {
    "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.ttf",
    "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.ttf",
    "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "noto-serif-sc/LICENSE_FONT": "OFL-NotoSerifSC.txt",
    "noto-sans-sc/LICENSE_FONT": "OFL-NotoSansSC.txt",
}
"""File under ``@expo-google-fonts`` → its name in the folder that documents take fonts from."""

SOURCE_MAP = re.compile(rb"\n?(//|/\*)# sourceMappingURL=[^\n]*\s*$")


def wanted() -> dict[Path, Path]:
    """Every copy → the file it is made from."""
    copies: dict[Path, Path] = {}
    for package, files in SERVED.items():
        for file in files:
            copies[STATIC / package / file] = PACKAGES / package / file
    for package in WITHOUT_LICENCE_TEXT:
        copies[STATIC / package / "package.json"] = PACKAGES / package / "package.json"
    for file, name in DOCUMENT_FONTS.items():
        copies[FONTS / name] = PACKAGES / "@expo-google-fonts" / file
    return copies


def is_current(copy: Path, source: Path) -> bool:
    """Whether a copy was made from the source as it is now: it carries the source's time."""
    return copy.exists() and int(copy.stat().st_mtime) == int(source.stat().st_mtime)


def take(copy: Path, source: Path) -> None:
    """Copy one file whole or not at all; scripts and styles lose the pointer to their map."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    unfinished = copy.with_name(copy.name + ".part")
    if source.suffix in {".js", ".css"}:
        unfinished.write_bytes(SOURCE_MAP.sub(b"\n", source.read_bytes()))
    else:
        shutil.copyfile(source, unfinished)
    times = source.stat()
    os.utime(unfinished, (times.st_atime, times.st_mtime))
    unfinished.replace(copy)


def main() -> None:
    """Copy what is missing or older, and drop what is no longer wanted."""
    copies = wanted()
    lacking = sorted({str(source) for source in copies.values() if not source.exists()})
    if lacking:
        sys.exit("front-end files are missing, run `npm ci` first: " + ", ".join(lacking))
    stale = [copy for copy, source in copies.items() if not is_current(copy, source)]
    for copy in stale:
        take(copy, copies[copy])
    present = [file for folder in (STATIC, FONTS) for file in folder.rglob("*") if file.is_file()]
    extra = [file for file in present if file not in copies]
    for file in extra:
        file.unlink()
    if stale or extra:
        print(f"front-end files: {len(stale)} copied, {len(extra)} removed")


if __name__ == "__main__":
    main()
