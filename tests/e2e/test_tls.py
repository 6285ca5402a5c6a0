"""`make run TLS=1` in a real browser that trusts it: over the address on the local network everything is as on localhost."""

import base64
import hashlib
import re
import ssl
from collections.abc import Iterator

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, BrowserType, expect

from tests.e2e.browsers import LAUNCH, PHONE, Desk
from tests.e2e.server import product
from tests.live.secured import Secured, secured, two_free_ports


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Reached by its address on the network, for a browser trusts localhost anyway."""
    with secured(tmp_path_factory.mktemp("tls"), two_free_ports(), product()) as running:
        if running.host in ("localhost", "127.0.0.1"):
            pytest.skip("this machine is on no network")
        yield running


@pytest.fixture
def trusting(browser_type: BrowserType, server: Secured) -> Iterator[Browser]:
    """A browser to which this server's key is right, and no other is."""
    held = x509.load_pem_x509_certificate(ssl.get_server_certificate((server.host, server.port)).encode())
    key = held.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(key).digest()).decode()
    args = [*LAUNCH["args"], f"--ignore-certificate-errors-spki-list={pin}"]
    browser = browser_type.launch(**LAUNCH | {"args": args})
    yield browser
    browser.close()


def test_a_phone_that_trusts_it_has_a_secure_context_a_service_worker_a_login_and_the_news(
    trusting: Browser, server: Secured
) -> None:
    phone = Desk(trusting, server.app, PHONE)
    with phone.page.expect_websocket(lambda one: one.url.startswith("wss://")) as opened:
        page = phone.log_in("officer")
    assert page.evaluate("isSecureContext && Boolean(crypto.subtle)")
    assert page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.scriptURL)") == f"{server.app}/sw.js"
    cookies = {cookie["name"]: cookie["secure"] for cookie in phone.context.cookies()}
    assert cookies == {"sessionid": True, "csrftoken": True, "device": True}

    with opened.value.expect_event("framereceived", lambda frame: "顾先生" in frame):
        warn(server)
    phone.sees("顾先生")
    phone.context.close()
    assert phone.complaints == []


def warn(server: Secured) -> None:
    """A high case at the officer's station."""
    body = {
        "reference": "tls-1",
        "fraud_type": "刷单返利",
        "behaviours": ["app_downloaded"],
        "target": {"name": "顾先生", "phone": "19900007654", "division": "500108003"},
    }
    headers = {"Authorization": "Api-Key drill-city-platform"}
    httpx.post(f"{server.app}/api/signals/", json=body, headers=headers, verify=server.trusting()).raise_for_status()


def test_the_trust_page_tells_a_phone_that_it_is_done_and_leads_on(trusting: Browser, server: Secured) -> None:
    phone = Desk(trusting, server.page, PHONE)
    phone.page.goto("/")
    phone.sees(re.compile("已经信任"))
    expect(phone.page.get_by_text("下载证书").first).to_be_hidden()
    phone.page.get_by_role("link", name="打开敲门").click()
    expect(phone.page).to_have_url(re.compile(f"^{server.app}/"))
    phone.page.get_by_label("用户名").wait_for()
    phone.context.close()
    assert phone.complaints == []
