"""Who asks: what a proxy of ours says is believed, what a caller says of himself is not."""

import pytest

from backend.edge.proxies import as_really_asked, is_among, networks

PROXIES = networks("127.0.0.1, 10.1.0.0/16, ::1")


def scope(peer: str, forwarded: str = "", proto: str = "", kind: str = "http") -> dict[str, object]:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    headers += [(b"x-forwarded-proto", proto.encode())] if proto else []
    return {"type": kind, "client": [peer, 5], "scheme": "http" if kind == "http" else "ws", "headers": headers}


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.1.2.3", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("9.9.9.9", "1.2.3.4", "9.9.9.9"),
        ("10.2.0.1", "1.2.3.4", "10.2.0.1"),
        ("", "1.2.3.4", ""),
    ],
)
def test_the_caller_is_whom_a_proxy_of_ours_names(peer: str, forwarded: str, caller: str) -> None:
    assert as_really_asked(scope(peer, forwarded), PROXIES)["client"][0] == caller


@pytest.mark.parametrize(
    ("kind", "proto", "scheme"), [("http", "https", "https"), ("websocket", "https", "wss"), ("http", "x", "http")]
)
def test_the_scheme_is_the_one_the_caller_used(kind: str, proto: str, scheme: str) -> None:
    assert as_really_asked(scope("127.0.0.1", "1.2.3.4", proto, kind), PROXIES)["scheme"] == scheme


def test_nobody_is_believed_without_a_setting() -> None:
    asked = scope("127.0.0.1", "1.2.3.4", "https")
    assert as_really_asked(asked, networks("")) is asked


def test_what_is_no_address_is_among_none() -> None:
    assert not is_among("unix:/run/x", PROXIES)
