"""Translations: ``extract`` texts into each domain's django.po, ``check`` them, ``compile`` them.

``extract`` needs Debian's gettext; ``compile`` needs nothing but Python.
"""

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "wangge"
DOMAINS = sorted(folder.parent for folder in PACKAGE.glob("*/locale"))


def catalogue(domain: Path) -> Path:
    """The Chinese catalogue of a domain."""
    return domain / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def extract(only: list[str]) -> None:
    """Bring each catalogue up to date with the texts in code and templates."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "wangge.site.settings"}
    command = [
        sys.executable, "-m", "django", "makemessages", "-l", "zh_Hans", "--no-location",
        "--no-obsolete", "--no-wrap", "--ignore", "tests/*", "--ignore", "static/*",
    ]  # fmt: skip
    for domain in DOMAINS:
        if not only or domain.name in only:
            subprocess.run(command, cwd=domain, env=environment, check=True)
            tidy(catalogue(domain))


def tidy(file: Path) -> None:
    """Drop the header's dates, which would change at every run."""
    if file.exists():
        entries = polib.pofile(str(file), wrapwidth=0)
        entries.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": "zh_Hans",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        entries.header = ""
        entries.sort(key=lambda entry: entry.msgid)
        entries.save(str(file))


def missing() -> list[str]:
    """Texts without a Chinese translation, and translations nobody looked over."""
    found = []
    for domain in DOMAINS:
        if catalogue(domain).exists():
            for entry in polib.pofile(str(catalogue(domain))):
                if not entry.translated() or entry.fuzzy:
                    found.append(f"{domain.name}: {entry.msgid}")
    return found


def contradicting() -> list[str]:
    """Texts that two domains translate differently: Django would show one of them everywhere."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for domain in DOMAINS:
        if catalogue(domain).exists():
            for entry in polib.pofile(str(catalogue(domain))):
                words = entry.msgstr or entry.msgstr_plural.get(0, "")
                said.setdefault((entry.msgctxt or "", entry.msgid), {})[domain.name] = words
    return [
        f"{text}: {', '.join(f'{domain} {words}' for domain, words in sorted(found.items()))}"
        for (_, text), found in sorted(said.items())
        if len(set(found.values())) > 1
    ]


def compile_all() -> None:
    """Write the binary catalogues that Django reads."""
    for domain in DOMAINS:
        file = catalogue(domain)
        if file.exists():
            polib.pofile(str(file)).save_as_mofile(str(file.with_suffix(".mo")))


def main() -> None:
    """Do what the first argument says."""
    what, *rest = sys.argv[1:] or ["compile"]
    if what == "extract":
        extract(rest)
    elif what == "check":
        lacking = missing() + contradicting()
        print("\n".join(lacking))
        sys.exit(1 if lacking else 0)
    compile_all()


if __name__ == "__main__":
    main()
