"""Seals addresses with a key of the service's own, so that a stolen database is no key to anybody's robots and phones."""

import base64
import hmac
from functools import cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(address: str) -> str:
    """The address as it is stored."""
    return _fernet().encrypt(address.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The address; None when the service's key is another one by now."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def mark_of(address: str) -> str:
    """By which the same address is known again without being read."""
    return hmac.new(_derived(settings.SECRET_KEY, b"mark"), address.encode(), sha256).hexdigest()


def _fernet() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, b"seal"))) for key in keys])


@cache
def _derived(key: str, purpose: bytes) -> bytes:
    return hmac.new(key.encode(), b"notifications " + purpose, sha256).digest()
