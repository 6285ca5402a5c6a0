"""Sends by Apprise: robots in group chats, SMS gateways, mail, webhooks; and reads what was answered, which Apprise does not tell."""

import logging
from functools import cache
from typing import Any

from backend.live.notify.gate import forget_answer, keep_gate, last_answer, resolves_to_public, trouble
from backend.live.notify.letter import Letter, Result
from backend.live.notify.rows import Way

# Robots answer 200 to everything and say in the body whether they took it: where, and what means "never again" or "later".
_ROBOTS = {Way.WECOM: ("errcode",), Way.DINGTALK: ("errcode",), Way.FEISHU: ("code", "StatusCode")}
_LATER = {"-1", "45009", "130101", "11232", "9499"}
_GONE = {"93000", "300001", "300005", "40014", "19001"}
_NO_SENSE_AGAIN = (400, 401, 403, 404, 405, 410, 413)


def send_apprise(letter: Letter) -> Result:
    """Hand it to the other side and say what came of it."""
    channel = opened(letter.address)
    if channel is None:
        return Result(is_sent=False, code="bad_address", gone=True)
    channel.socket_connect_timeout = channel.socket_read_timeout = letter.timeout
    if letter.kind == Way.MAIL and not _is_mail_host_allowed(channel):
        return Result(is_sent=False, code="forbidden")
    forget_answer()
    text = f"{letter.text}\n{letter.link}" if letter.link else letter.text
    is_taken = bool(channel.notify(body=text, title="" if letter.kind == Way.SMS else letter.title))
    return _judged(letter.kind, is_taken)


def opened(address: str) -> Any:
    """Apprise's channel of this address; None when it makes nothing of it."""
    return _apprise().Apprise.instantiate(address, suppress_exceptions=True)


@cache
def _apprise() -> Any:
    """Loaded when first needed: it takes a quarter of a second. What it logs repeats addresses, so nobody hears it."""
    import apprise

    keep_gate()
    logging.getLogger("apprise").disabled = True
    return apprise


def _judged(kind: str, is_taken: bool) -> Result:
    answer = last_answer()
    if answer is None:
        # Mail travels without HTTP; for all else nothing came back.
        if kind == Way.MAIL:
            return Result(is_sent=is_taken, code="250" if is_taken else "mail_refused", again=not is_taken)
        return Result(is_sent=False, code=trouble(), again=trouble() != "forbidden")
    status = int(answer.status_code)
    if not is_taken and not 200 <= status < 300:
        wait = str(answer.headers.get("Retry-After", ""))
        after = int(wait) if wait.isdecimal() and len(wait) < 6 else None
        return Result(is_sent=False, code=str(status), again=status not in _NO_SENSE_AGAIN, after=after)
    if fields := _ROBOTS.get(Way(kind)):
        return _said_by_robot(answer, fields)
    return Result(is_sent=is_taken, code=str(status), again=not is_taken)


def _said_by_robot(answer: Any, fields: tuple[str, ...]) -> Result:
    try:
        said = answer.json()
        code = str(next(said[name] for name in fields if name in said))
    except (ValueError, TypeError, StopIteration):
        return Result(is_sent=False, code="garbage", again=True)
    if code == "0":
        return Result(is_sent=True, code="0")
    return Result(is_sent=False, code=code, again=code in _LATER, gone=code in _GONE)


def _is_mail_host_allowed(channel: Any) -> bool:
    try:
        return resolves_to_public(str(channel.smtp_host or channel.host), int(channel.port or 25))
    except OSError:
        return True  # It does not resolve: sending will say so
