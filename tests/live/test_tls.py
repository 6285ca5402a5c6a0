"""`make run TLS=1`: a phone that trusts the local authority once reaches everything over TLS; its key reaches nobody."""

import contextlib
import hashlib
import http.client
import json
import os
import socket
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import CommandError, call_command
from OpenSSL.SSL import Connection
from websockets.asyncio.client import connect

from backend.live.management.certificates import Authority, ServerCertificate, names_here
from backend.live.management.trust_page import CERTIFICATE, TrustPage
from backend.people.models import Member
from tests.cast import PASSWORD, build_cast
from tests.live.secured import Secured, secured, two_free_ports
from tests.live.served import environment, wait_until_idle

pytestmark = pytest.mark.daphne

NOON = datetime(2026, 3, 1, 4, tzinfo=UTC)
real = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """On an authority that was there before it, and with the port of its page taken by somebody else."""
    folder, port = tmp_path_factory.mktemp("tls"), two_free_ports()
    Authority(folder / "tls")
    with socket.create_server(("0.0.0.0", port + 1)), started(folder, port) as running:  # noqa: S104 - as the server does
        yield running


@pytest.fixture
def officer(transactional_db: None) -> Iterator[Member]:
    """Somebody who can sign in at a server that has the product's own password hash."""
    officer = build_cast().officer
    officer.password = Argon2PasswordHasher().encode(PASSWORD, "salt-for-tests")
    officer.save(update_fields=["password"])
    yield officer
    wait_until_idle()


def started(folder: Path, port: int, *options: str) -> contextlib.AbstractContextManager[Secured]:
    """On the database of the tests."""
    return secured(folder, port, os.environ | environment(folder), "--no-demo", *options)


@contextlib.contextmanager
def signed_in(server: Secured, officer: Member) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.app, verify=server.trusting()) as client:
        token = client.get("/api/me/").cookies["csrftoken"]
        said = {"username": officer.username, "password": PASSWORD}
        headers = {"X-CSRFToken": token, "Origin": server.app}
        client.post("/api/login/", json=said, headers=headers).raise_for_status()
        yield client


@real
def test_who_trusts_the_authority_reaches_the_service_by_every_name_and_nobody_else_does(server: Secured) -> None:
    for name in ("localhost", "127.0.0.1", server.host):
        answer = httpx.get(f"https://{name}:{server.port}/healthz", verify=server.trusting())
        assert answer.json() == {"ok": True}
        # An authority that is gone tomorrow must not bind a browser to HTTPS for a year.
        assert "strict-transport-security" not in answer.headers
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{server.app}/healthz")


@real
def test_signing_in_gives_cookies_that_travel_over_tls_only(server: Secured, officer: Member) -> None:
    with signed_in(server, officer) as client:
        assert client.get("/api/me/").json()["member"]["id"] == officer.pk
        assert {cookie.name: cookie.secure for cookie in client.cookies.jar} == {"sessionid": True, "csrftoken": True}


@real
def test_a_write_from_another_origin_is_refused(server: Secured, officer: Member) -> None:
    said = {"username": officer.username, "password": PASSWORD}
    with httpx.Client(base_url=server.app, verify=server.trusting()) as client:
        token = client.get("/api/me/").cookies["csrftoken"]
        for origin in ("https://192.0.2.99", server.app.replace("https", "http"), server.page):
            answer = client.post("/api/login/", json=said, headers={"X-CSRFToken": token, "Origin": origin})
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


@real
async def test_the_socket_works_over_tls(server: Secured, officer: Member) -> None:
    with signed_in(server, officer) as client:
        cookies = {"Cookie": f"sessionid={client.cookies['sessionid']}", "Origin": server.app}
    address = f"wss://{server.host}:{server.port}/ws/live/"
    async with connect(address, ssl=server.trusting(), additional_headers=cookies, max_size=None) as phone:
        await phone.send(json.dumps({"type": "hello", "device": str(uuid4()), "cursors": {}}))
        assert json.loads(await phone.recv())["type"] == "news"


@real
def test_the_page_without_tls_leads_to_the_certificate_and_then_to_the_app(server: Secured) -> None:
    assert server.page_port == server.port + 2, "the next port was taken"
    page = httpx.get(server.page)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'href="{CERTIFICATE}"' in page.text
    assert server.fingerprint in page.text
    assert f'href="{server.app}/"' in page.text

    certificate = httpx.get(server.page + CERTIFICATE)
    assert certificate.headers["content-type"] == "application/x-x509-ca-cert"
    assert hashlib.sha256(certificate.content).hexdigest().upper() == server.fingerprint.replace(":", "")
    assert x509.load_der_x509_certificate(certificate.content).extensions.get_extension_for_class(
        x509.BasicConstraints
    ).value == x509.BasicConstraints(ca=True, path_length=0)


@real
def test_neither_port_gives_away_the_key_and_the_one_without_tls_nothing_of_the_product(server: Secured) -> None:
    key = (server.folder / "tls" / "authority.key").read_bytes()
    private = load_pem_private_key(key, None).private_numbers().private_value.to_bytes(32, "big")  # type: ignore[union-attr]
    secrets = [private, *(line for line in key.splitlines() if line and not line.startswith(b"---"))]
    asked = [
        *("/authority.key", "/tls/authority.key", "/data/tls/authority.key", "/../tls/authority.key", "/secret_key"),
        *("//authority.key", "/%2e%2e/tls/authority.key", "/assets/../../../data/tls/authority.key", "/authority.crt"),
    ]
    for path in [*asked, "/", CERTIFICATE]:
        body = said(http.client.HTTPConnection(server.host, server.page_port), path)[1]
        body += said(http.client.HTTPSConnection(server.host, server.port, context=server.trusting()), path)[1]
        assert not any(secret in body for secret in secrets)
    for path in [*asked, "/healthz", "/api/me/", "/api/login/", "/index.html", "/sw.js", "/static/"]:
        assert said(http.client.HTTPConnection(server.host, server.page_port), path) == (404, b"Not here.")
    assert httpx.post(server.page).status_code == 405


def said(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """Asked for as it stands: a browser would tidy the path up."""
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@real
async def test_no_socket_opens_without_tls(server: Secured) -> None:
    with pytest.raises(Exception, match="HTTP 403"):
        await connect(f"ws://{server.host}:{server.page_port}/ws/live/", origin=server.app)  # type: ignore[arg-type]


@real
def test_ctrl_c_ends_both_ports_and_the_next_start_is_vouched_for_by_the_same_authority(
    django_db_setup: None, tmp_path: Path
) -> None:
    port = two_free_ports()
    with started(tmp_path, port, "--host=127.0.0.1") as first:
        before, known = first.authority.read_bytes(), first.trusting()
        assert first.page_port == port + 1
        with httpx.Client(verify=known) as lasting:
            lasting.get(f"{first.app}/healthz")
            lasting.get(first.page)
            said = first.interrupt()
        assert said.rstrip().endswith("Stopped.")
        assert "Traceback" not in said
        for each in (first.port, first.page_port):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", each))
    with started(tmp_path, port, "--host=127.0.0.1") as second:
        assert second.authority.read_bytes() == before
        assert httpx.get(f"{second.app}/healthz", verify=known).status_code == 200


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=rf"^Port {port} is taken: choose another, e\.g\. PORT={port + 1} make run$"
        ):
            call_command("serve", port=port, host="127.0.0.1")


def test_the_authority_is_made_once_and_its_key_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "tls"
    first = Authority(folder)
    again = Authority(folder)
    assert (again.certificate, again.fingerprint) == (first.certificate, first.fingerprint)
    assert stat.S_IMODE((folder / "authority.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "authority.crt").unlink()  # The first start was cut short
    assert Authority(folder).fingerprint != first.fingerprint
    assert stat.S_IMODE((folder / "authority.key").stat().st_mode) == 0o600


def test_an_authority_that_cannot_be_read_is_said_in_one_line(tmp_path: Path, settings: object) -> None:
    Authority(tmp_path / "tls")
    (tmp_path / "tls" / "authority.crt").write_text("cut short")
    settings.TLS, settings.DATA_DIR = True, tmp_path  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="delete it"):
        call_command("serve", port=two_free_ports(), host="127.0.0.1")


def test_the_servers_certificate_is_one_that_ios_takes(tmp_path: Path) -> None:
    names = names_here("0.0.0.0")  # noqa: S104 - named, not bound
    leaf = x509.load_pem_x509_certificate(Authority(tmp_path).issue(names, NOON).cert_chain_pems[0].bytes())
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < timedelta(days=398)
    assert leaf.not_valid_before_utc <= NOON - timedelta(days=30), "for a phone whose clock is slow"
    alternatives = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {"localhost", f"{socket.gethostname().lower().split('.')[0]}.local"} <= set(
        alternatives.get_values_for_type(x509.DNSName)
    )
    addresses = {str(ip) for ip in alternatives.get_values_for_type(x509.IPAddress)}
    assert addresses == {name for name in names if name.replace(".", "").isdigit()} >= {"127.0.0.1"}
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert ExtendedKeyUsageOID.SERVER_AUTH in usage


@pytest.mark.parametrize("name", ["my_machine", "机器", "-", "a" * 64, ""])
def test_a_machine_with_a_name_that_no_certificate_takes_is_served_by_its_address(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert names_here("192.168.1.5") == ("localhost", "127.0.0.1", "192.168.1.5")
    Authority(tmp_path).issue(names_here("192.168.1.5"), NOON)


@pytest.mark.filterwarnings("ignore:Passing pyOpenSSL:DeprecationWarning")  # Twisted's own way with pyOpenSSL
def test_the_servers_certificate_is_made_again_when_the_addresses_changed(tmp_path: Path) -> None:
    here = ["192.168.1.5"]
    certificate = ServerCertificate(Authority(tmp_path), lambda: tuple(here), lambda: NOON)
    first, same = certificate.serverConnectionForTLS(None), certificate.serverConnectionForTLS(None)
    here[0] = "10.0.0.7"
    other = certificate.serverConnectionForTLS(None)
    assert serial(first) == serial(same) != serial(other)


def serial(connection: Connection) -> int:
    held = connection.get_certificate()
    assert held is not None
    return held.get_serial_number()


@pytest.mark.parametrize(
    ("agent", "system"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Safari/604.1", "苹果"),
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS; ALN-AL00) Chrome/114.0 HuaweiBrowser/15.0", "鸿蒙"),
        ("Mozilla/5.0 (Linux; Android 13; Pixel 7) Chrome/129.0 Mobile Safari/537.36", "安卓"),
    ],
)
async def test_the_steps_for_the_phone_at_hand_stand_open(tmp_path: Path, agent: str, system: str) -> None:
    page = await opened(tmp_path, {"User-Agent": agent})
    [open_part] = [part for part in page.text.split("<details")[1:] if part.startswith(" open")]
    assert f"<summary>{system}" in open_part


async def test_the_page_leads_on_by_the_address_one_came_by_and_repeats_no_other(tmp_path: Path) -> None:
    for host, leads_to in (
        ("laptop.local:8001", "laptop.local"),
        ("evil.example:8001", "192.168.1.5"),
        ('"><b', "192.168.1.5"),
    ):
        page = await opened(tmp_path, {"Host": host})
        assert f'href="https://{leads_to}:8000/"' in page.text
        assert f"connect-src https://{leads_to}:8000/healthz;" in page.headers["content-security-policy"]
        assert "evil" not in page.text + str(page.headers)


async def opened(folder: Path, headers: dict[str, str]) -> httpx.Response:
    page = TrustPage(Authority(folder), lambda: ("localhost", "laptop.local", "192.168.1.5"), "192.168.1.5", 8000)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=page), base_url="http://192.168.1.5:8001") as phone:
        return await phone.get("/", headers=headers)
