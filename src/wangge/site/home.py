"""Where this installation keeps its data, and what the environment says of it.

``WANGGE_HOME`` names the folder. Without it a checkout uses its own ``var/`` and an installed
package ``~/.wangge``. ``WANGGE_DATABASE`` names a PostgreSQL database as a ``postgresql://``
address; without it the data lie in SQLite in the folder.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def home() -> Path:
    """The data folder; made on first use."""
    named = os.environ.get("WANGGE_HOME")
    if named:
        folder = Path(named)
    else:
        checkout = Path(__file__).resolve().parents[3]
        inside = (checkout / "pyproject.toml").exists() and (checkout / "src").exists()
        folder = checkout / "var" if inside else Path.home() / ".wangge"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret(folder: Path) -> str:
    """The key that signs sessions: made once, readable by its owner alone."""
    file = folder / "secret"
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as out:
        key = secrets.token_urlsafe(50)
        out.write(key)
    return key


def database(folder: Path) -> dict[str, Any]:
    """Django's settings of the one database."""
    address = os.environ.get("WANGGE_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "wangge.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a question takes half a second; ours are done in milliseconds.
        "OPTIONS": {"options": "-c jit=off"},
    }
