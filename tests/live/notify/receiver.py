"""A server on this machine that stands for everybody else's: robots, an SMS gateway, a push service, in their real HTTP formats."""

import base64
import hashlib
import hmac
import json
import ssl
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme

from tests.live.notify.browser import Browser

WECOM, DINGTALK, FEISHU = "qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn"
SMS, PUSH = "sms.example.net", "push.example.net"
WECOM_KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
DINGTALK_TOKEN, DINGTALK_SECRET = "a" * 64, "SEC" + "b" * 61
FEISHU_TOKEN = "0e2b1d14-3f6a-4a7c-9f60-6d1a6e5d5a10"

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Got:
    """One request as it came in."""

    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    text: str = ""


@dataclass
class Receiver:
    """What came in and was right, and what will be answered out of the ordinary."""

    port: int = 0
    ca: Path = Path()
    got: list[Got] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    planned: deque[Answer] = field(default_factory=deque)
    delay: float = 0
    browsers: dict[str, Browser] = field(default_factory=dict)

    def plan(self, status: int, body: bytes = b"", **headers: str) -> None:
        """The next request is answered like this, whatever it is."""
        self.planned.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, body))

    def texts(self, host: str) -> list[str]:
        """What was said at this address."""
        return [got.text for got in self.got if got.host == host]

    def take(self, got: Got) -> Answer:
        """Answer as the real one does."""
        time.sleep(self.delay)
        if self.planned:
            return self.planned.popleft()
        try:
            got.text, answer = _SPEAKS[got.host](self, got)
        except (AssertionError, KeyError, ValueError) as fault:
            self.refused.append(f"{got.host}: {type(fault).__name__} {fault}")
            return 400, {}, b"what?"
        self.got.append(got)
        return answer


def _ok(said: dict[str, Any]) -> Answer:
    return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()


def _wecom(_: Receiver, got: Got) -> tuple[str, Answer]:
    """As in https://developer.work.weixin.qq.com/document/path/91770 ."""
    said = json.loads(got.body)
    assert got.path == "/cgi-bin/webhook/send"
    assert said["msgtype"] == "text"
    if got.query["key"] != WECOM_KEY:
        return "", _ok({"errcode": 93000, "errmsg": "invalid webhook url"})
    return said["text"]["content"], _ok({"errcode": 0, "errmsg": "ok"})


def _dingtalk(_: Receiver, got: Got) -> tuple[str, Answer]:
    """As in https://open.dingtalk.com/document/robots/customize-robot-security-settings ."""
    said = json.loads(got.body)
    assert got.path == "/robot/send"
    assert got.query["access_token"] == DINGTALK_TOKEN
    signed = hmac.new(DINGTALK_SECRET.encode(), f"{got.query['timestamp']}\n{DINGTALK_SECRET}".encode(), hashlib.sha256)
    # Apprise quotes the signature and `requests` quotes it again; DingTalk's own examples send it quoted once or twice.
    sign = parse_qs(f"s={got.query['sign']}")["s"][0].replace(" ", "+")
    is_fresh = abs(time.time() * 1000 - int(got.query["timestamp"])) < 3_600_000
    if not is_fresh or not hmac.compare_digest(base64.b64decode(sign), signed.digest()):
        return "", _ok({"errcode": 310000, "errmsg": "sign not match"})
    assert said["msgtype"] == "text"
    return said["text"]["content"], _ok({"errcode": 0, "errmsg": "ok"})


def _feishu(_: Receiver, got: Got) -> tuple[str, Answer]:
    """As in https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot ."""
    said = json.loads(got.body)
    if got.path.rstrip("/") != f"/open-apis/bot/v2/hook/{FEISHU_TOKEN}":
        return "", _ok({"code": 19001, "msg": "param invalid: incoming webhook access token invalid"})
    assert said["msg_type"] == "text"
    return said["content"]["text"], _ok({"StatusCode": 0, "StatusMessage": "success", "code": 0, "msg": "success"})


def _sms(_: Receiver, got: Got) -> tuple[str, Answer]:
    """A gateway as many are: JSON with the number and the text, and a key in a header."""
    said = json.loads(got.body)
    assert got.path == "/v1/sms"
    assert got.headers["x-key"] == "gate"
    assert said["mobile"].isdecimal()
    return f"{said['mobile']} {said['message']}", _ok({"ok": True})


def _push(receiver: Receiver, got: Got) -> tuple[str, Answer]:
    """RFC 8030, 8291 and 8292: the signature and the encryption are checked as the service and the browser would."""
    browser = receiver.browsers[got.path]
    assert got.headers["content-encoding"] == "aes128gcm"
    assert int(got.headers["ttl"]) > 0
    browser.check_signature(got.headers["authorization"], f"https://{PUSH}")
    return browser.opened(got.body), (201, {"Location": "/m/1"}, b"")


_SPEAKS: dict[str, Callable[[Receiver, Got], tuple[str, Answer]]] = {
    WECOM: _wecom,
    DINGTALK: _dingtalk,
    FEISHU: _feishu,
    SMS: _sms,
    PUSH: _push,
}


@contextmanager
def receiving(folder: Path) -> Iterator[Receiver]:
    """The server on a free port, with certificates for every name it stands for, by an authority of its own."""
    receiver = Receiver(ca=folder / "ca.pem")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(receiver.ca)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*_SPEAKS, "127.0.0.1").configure_cert(context)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            host = headers["host"].partition(":")[0]
            status, more, said = receiver.take(Got(host, parts.path, query, headers, body))
            self.send_response(status)
            for name, value in {**more, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
