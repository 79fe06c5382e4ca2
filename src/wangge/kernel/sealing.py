"""Short texts kept encrypted under a key derived from the server's own.

Who steals the database alone reads neither secrets nor what people said of themselves.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


def seal_secret(secret: str, key: str) -> str:
    """A secret as it is kept."""
    return Fernet(base64.urlsafe_b64encode(derived_key(key))).encrypt(secret.encode()).decode()


def unseal_secret(sealed: str, key: str) -> str | None:
    """The secret; None when the server's key is another one than when it was kept."""
    try:
        cipher = Fernet(base64.urlsafe_b64encode(derived_key(key)))
        return cipher.decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def derived_key(key: str) -> bytes:
    """The server's key as 32 bytes for this purpose."""
    return hashlib.sha256(b"wangge second step\0" + key.encode()).digest()
