"""The second step of signing in: codes by time (RFC 6238) and recovery codes. Pure.

Secrets are kept encrypted under a key derived from the server's own: who steals the database
alone has no second step in hand.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp

from wangge.kernel.sealing import derived_key, seal_secret, unseal_secret

__all__ = [
    "address_for_phone",
    "match",
    "new_recovery_codes",
    "new_secret",
    "recovery_digest",
    "seal_secret",
    "unseal_secret",
]

STEP = 30
"""Seconds a code is good for, as phones' apps expect."""
DRIFT = 1
"""Steps by which a phone's clock may be early or late."""
RECOVERY_CODES = 10


def new_secret() -> str:
    """A fresh secret in base 32, 160 bits."""
    return pyotp.random_base32()


def address_for_phone(secret: str, username: str) -> str:
    """The ``otpauth://`` address that the phone's app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Wangge 网格")


def match(secret: str, code: str, at: datetime, after: int = -1) -> int | None:
    """The number of the step whose code this is, or None.

    ``after`` is the last step that was used: a code is good once.
    """
    now = int(at.timestamp()) // STEP
    hotp = pyotp.HOTP(secret)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and hmac.compare_digest(hotp.at(step), code.strip().replace(" ", "")):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Codes of 50 bits for the day the phone is lost; each is good once."""
    found = []
    for _ in range(RECOVERY_CODES):
        text = base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10]
        found.append(f"{text[:5]}-{text[5:]}")
    return found


def recovery_digest(code: str, key: str) -> str:
    """What is kept of a recovery code."""
    plain = code.strip().lower().replace("-", "").replace(" ", "")
    return hmac.new(derived_key(key), plain.encode(), hashlib.sha256).hexdigest()
