"""A browser's side of Web Push: its keys, its subscription, and the checks a push service and a browser make."""

import base64
import json
import os
import time
from dataclasses import dataclass, field

import http_ece
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

POINT = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def quoted(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unquoted(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """One subscription, made with the key of a server."""

    server_key: str
    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    def subscription(self) -> str:
        """What `PushSubscription.toJSON()` gives."""
        keys = {"p256dh": quoted(self.key.public_key().public_bytes(*POINT)), "auth": quoted(self.secret)}
        return json.dumps({"endpoint": self.endpoint, "expirationTime": None, "keys": keys})

    def check_signature(self, authorization: str, audience: str) -> None:
        """RFC 8292: signed by the very server that was subscribed to, for this push service, for less than a day."""
        scheme, _, rest = authorization.partition(" ")
        said = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert scheme == "vapid"
        assert said["k"] == self.server_key
        head, claims, signature = said["t"].split(".")
        both = unquoted(signature)
        signed = encode_dss_signature(int.from_bytes(both[:32]), int.from_bytes(both[32:]))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unquoted(said["k"]))
        public.verify(signed, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        assert json.loads(unquoted(head))["alg"] == "ES256"
        claimed = json.loads(unquoted(claims))
        assert claimed["aud"] == audience
        assert time.time() < claimed["exp"] < time.time() + 24 * 3600
        assert claimed["sub"].startswith(("mailto:", "https:"))

    def opened(self, body: bytes) -> str:
        """What the service worker would be given."""
        return bytes(
            http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        ).decode()
