"""The local authority that a phone trusts once, and the server's certificate, made anew for the addresses of the day."""

import contextlib
import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import ifaddr
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from OpenSSL.SSL import Connection
from trustme import CA, LeafCert
from twisted.internet.interfaces import IOpenSSLServerConnectionCreator
from twisted.internet.ssl import PrivateCertificate
from zope.interface.declarations import implementer

EVERYWHERE = "0.0.0.0"  # noqa: S104 - phones come in from the network
# iOS takes no server's certificate of 398 days or more. It begins in the past for the phone whose clock is slow.
BACK, AHEAD = timedelta(days=30), timedelta(days=360)
DNS_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class Authority:
    """Made once and kept in its folder, so that a phone trusts it once; its key is nobody else's to read."""

    def __init__(self, folder: Path) -> None:
        self._key, self._certificate = folder / "authority.key", folder / "authority.crt"
        if not (self._key.exists() and self._certificate.exists()):
            self._make(folder)
        self._ca = CA.from_pem(self._certificate.read_bytes(), self._key.read_bytes())

    @cached_property
    def certificate(self) -> bytes:
        """The public certificate as phones install it (DER)."""
        return load_pem_x509_certificate(self._ca.cert_pem.bytes()).public_bytes(Encoding.DER)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, written as phones show it."""
        found = load_pem_x509_certificate(self._ca.cert_pem.bytes()).fingerprint(hashes.SHA256())
        return found.hex(":").upper()

    def issue(self, names: tuple[str, ...], now: datetime) -> LeafCert:
        """A server's certificate for these names and addresses."""
        return self._ca.issue_cert(
            *names,
            organization_name="Qiaomen",
            organization_unit_name="Server on the local network",
            not_before=now - BACK,
            not_after=now + AHEAD,
        )

    def _make(self, folder: Path) -> None:
        # The name is all that a phone's list of certificates shows.
        here = socket.gethostname()[:40]
        made = CA(path_length=0, organization_name="Qiaomen", organization_unit_name=f"Qiaomen trial on {here}")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._key.unlink(missing_ok=True)
        self._key.touch(mode=0o600)
        made.private_key_pem.write_to_path(self._key)
        # Last: without it the next start begins again.
        made.cert_pem.write_to_path(self._certificate)


@implementer(IOpenSSLServerConnectionCreator)
class ServerCertificate:
    """What Twisted asks at every connection: the certificate at hand, or a new one once the machine's addresses changed."""

    def __init__(
        self, authority: Authority, names: Callable[[], tuple[str, ...]], clock: Callable[[], datetime]
    ) -> None:
        self._authority, self._names, self._clock = authority, names, clock
        self._made_for: tuple[object, ...] = ()
        self._options: Any = None

    def serverConnectionForTLS(self, _: object) -> Connection:  # noqa: N802 - Twisted's name
        """One connection's TLS."""
        names, now = self._names(), self._clock()
        if self._made_for != (names, now.date()):
            leaf = self._authority.issue(names, now)
            self._options = PrivateCertificate.loadPEM(leaf.private_key_and_cert_chain_pem.bytes()).options()
            self._made_for = (names, now.date())
        return Connection(self._options.getContext(), None)


def server_certificate(authority: Authority, host: str) -> ServerCertificate:
    """The certificate of this machine, which listens on this host."""
    return ServerCertificate(authority, lambda: names_here(host), lambda: datetime.now(UTC))


def names_here(host: str) -> tuple[str, ...]:
    """Every name and address under which this machine is reached over IPv4."""
    name = socket.gethostname().lower()
    hosts = [each for each in (name, f"{name.split('.')[0]}.local") if DNS_NAME.fullmatch(each)]
    listened = _lan_addresses() if host == EVERYWHERE else [host]
    return tuple(dict.fromkeys(["localhost", "127.0.0.1", *hosts, *listened]))


def address_outside(host: str) -> str:
    """Where a phone finds this machine."""
    return next(iter(_lan_addresses()), "localhost") if host == EVERYWHERE else host


def _lan_addresses() -> list[str]:
    """This machine's IPv4 addresses on its networks, the one of the way out first."""
    found = {str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4}
    first = _address_of_the_way_out()
    return sorted((ip for ip in found if not ip.startswith("127.")), key=lambda ip: (ip != first, ip))


def _address_of_the_way_out() -> str | None:
    """Asks the routing table; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return None
