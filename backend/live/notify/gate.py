"""The one gate through which HTTP leaves: where it may go, what came back, and no word of either in a log.

An address was typed in by somebody, and a server may answer with a redirect: what it really leads to is looked at once the
connection stands, before a byte is sent. A name that resolves to something else the second time gains nothing.
"""

import ipaddress
import socket
import threading
from functools import cache
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

_answers = threading.local()


class AddressForbidden(NewConnectionError):
    """The address lies on this machine or in a private network."""


class Gate(requests.Session):
    """A session that goes nowhere it may not, and remembers the last answer of this thread."""

    def __init__(self) -> None:
        super().__init__()
        self.mount("http://", _Adapter())
        self.mount("https://", _Adapter())

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send it; whoever asked may throw the answer away, `last_answer` has it."""
        forget_answer()
        try:
            answer = super().send(request, **kwargs)
        except requests.Timeout:
            _answers.trouble = "timeout"
            raise
        _answers.last = answer
        return answer


def last_answer() -> requests.Response | None:
    """What this thread's last request was answered, if it was."""
    return getattr(_answers, "last", None)


def trouble() -> str:
    """Why it was not answered: `timeout`, `forbidden`, or else `unreachable`."""
    return getattr(_answers, "trouble", "") or "unreachable"


def forget_answer() -> None:
    """Before a new sending."""
    _answers.last, _answers.trouble = None, ""


@cache
def keep_gate() -> None:
    """From now on everything that uses `requests` in this process goes through the gate; Apprise asks for no session of ours."""
    requests.sessions.Session = Gate  # type: ignore[misc]


def is_public(address: str) -> bool:
    """Whether an IP address may be gone to; on-premise gateways need the setting."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return bool(settings.NOTIFY_PRIVATE_HOSTS) or (mapped or ip).is_global


def resolves_to_public(host: str, port: int) -> bool:
    """The same for a host, for what is no HTTP: a mail server."""
    return all(is_public(str(found[4][0])) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


def _checked(connection: HTTPConnection, made: socket.socket) -> socket.socket:
    if is_public(made.getpeername()[0]):
        return made
    made.close()
    _answers.trouble = "forbidden"
    raise AddressForbidden(connection, "this address is not allowed")


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(self, super()._new_conn())


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(self, super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Connections of ours, and none tried twice by itself."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
