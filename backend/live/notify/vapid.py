"""The key with which this service signs to push services (VAPID): from the environment, or made once and kept beside the data."""

import base64
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from backend.flow.load import rules


def private_key() -> Any:
    """As pywebpush takes it."""
    from py_vapid import Vapid

    return Vapid(private_key=_key())


def public_key() -> str:
    """What a browser subscribes with: the uncompressed point, in URL-safe base64."""
    point = _key().public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def contact() -> str:
    """Whom a push service may write to about this server."""
    return settings.VAPID_CONTACT or rules().phones.public_address or "mailto:postmaster@localhost.localdomain"


def _key() -> ec.EllipticCurvePrivateKey:
    return _read(settings.VAPID_KEY, Path(settings.DATA_DIR) / "vapid_key.pem")


@lru_cache(maxsize=2)
def _read(given: str, kept: Path) -> ec.EllipticCurvePrivateKey:
    pem = given.encode() if given else _kept(kept)
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the VAPID key has to be one on the curve P-256")
    return key


def _kept(path: Path) -> bytes:
    """Several processes that start at once all end with the key of the first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = ec.generate_private_key(ec.SECP256R1())
        pem = made.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_bytes(pem)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
