"""Run a command with a PostgreSQL server of its own, and stop the server afterwards.

``python tools/with_postgres.py pytest …`` starts Debian's PostgreSQL in a temporary folder on a
free loopback port, as an ordinary user, names it in WANGGE_DATABASE, and leaves nothing behind.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Quicker for tests, whose data nobody misses; WANGGE_PG_DURABLE=1 keeps a server's defaults."""

SETTINGS = (
    "shared_buffers=256MB",
    "max_connections=60",
    "unix_socket_directories=",
)


def programs() -> Path:
    """The folder of the newest installed server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not found:
        sys.exit("wangge: PostgreSQL is missing; on Debian: apt-get install postgresql")
    return found[-1]


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ordinary_user() -> list[str]:
    """How to run the server: it refuses to run as root."""
    if os.geteuid() != 0:
        return []
    pwd.getpwnam("postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Make a cluster in ``folder`` and serve it; returns once it answers."""
    as_user, password = ordinary_user(), folder / "password"
    password.write_text(os.environ["PGPASSWORD"])
    if as_user:
        for path in (folder, password):
            shutil.chown(path, "postgres", "postgres")
    data = str(folder / "data")
    subprocess.run(
        [*as_user, str(programs() / "initdb"), "-D", data, "-U", "wangge", "-A", "scram-sha-256",
         "--pwfile", str(password), "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        check=True, stdout=subprocess.DEVNULL, cwd=folder,
    )  # fmt: skip
    settings = SETTINGS if os.environ.get("WANGGE_PG_DURABLE") else SETTINGS + FORGETFUL
    options = [part for setting in settings for part in ("-c", setting)]
    server = subprocess.Popen(
        [*as_user, str(programs() / "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(port),
         *options],
        stdout=subprocess.DEVNULL, stderr=(folder / "log").open("wb"), cwd=folder,
    )  # fmt: skip
    ready = [str(programs() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(150):
        if subprocess.run(ready, check=False).returncode == 0:
            return server
        time.sleep(0.2)
    sys.exit((folder / "log").read_text())


def main() -> None:
    """Start, run, stop; exits as the command did."""
    os.environ["PGPASSWORD"] = password = secrets.token_hex(12)
    with tempfile.TemporaryDirectory(prefix="wangge-pg-") as name:
        port = free_port()
        server = start(Path(name), port)
        try:
            address = f"postgresql://wangge:{password}@127.0.0.1:{port}"
            subprocess.run(
                [str(programs() / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "wangge",
                 "wangge"],
                check=True,
            )  # fmt: skip
            environment = os.environ | {"WANGGE_DATABASE": f"{address}/wangge"}
            code = subprocess.run(sys.argv[1:], env=environment, check=False).returncode
        finally:
            server.terminate()
            server.wait(timeout=30)
    sys.exit(code)


if __name__ == "__main__":
    main()
