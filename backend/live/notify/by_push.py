"""Sends by Web Push: encrypted for the one browser, signed with this service's own key (VAPID)."""

import json
from typing import Any

from django.conf import settings

from backend.flow.load import rules
from backend.live.notify import vapid
from backend.live.notify.letter import Letter, Result

# What the push service keeps for a phone that is not reachable: after this nobody wants to be woken by it.
KEPT_SECONDS = {True: 3600, False: 8 * 3600}
_GONE = (404, 410)
_NEVER_AGAIN = (400, 401, 403, 413)


def send_push(letter: Letter) -> Result:
    """Hand it to the push service of the browser."""
    import requests
    from pywebpush import WebPushException, webpush

    from backend.live.notify.gate import Gate, forget_answer, trouble

    forget_answer()
    try:
        with Gate() as session:
            webpush(
                json.loads(letter.address),
                data=json.dumps(payload(letter), ensure_ascii=False),
                vapid_private_key=vapid.private_key(),
                vapid_claims={"sub": vapid.contact()},
                headers={"Urgency": "high" if letter.is_loud or letter.level == "critical" else "normal"},
                ttl=KEPT_SECONDS[letter.is_loud],
                timeout=letter.timeout,
                requests_session=session,
            )
    except WebPushException as refusal:
        return _refused(refusal.response)
    except requests.RequestException:
        return Result(is_sent=False, code=trouble(), again=trouble() != "forbidden")
    except (ValueError, KeyError, TypeError):
        return Result(is_sent=False, code="bad_address", gone=True)
    return Result(is_sent=True, code="201")


def payload(letter: Letter) -> dict[str, Any]:
    """What the service worker gets: words, where a tap leads, and how loud it is. Nothing about anybody but whom it is for."""
    level = rules().levels.get(letter.level)
    return {
        "title": letter.title,
        "text": letter.text,
        "path": letter.path,
        "tag": letter.tag,
        "member": letter.member,
        "is_loud": letter.is_loud or letter.level == "critical",
        "vibration": list(level.vibration) if level else [],
    }


def _refused(answer: Any) -> Result:
    if answer is None:
        return Result(is_sent=False, code="unreachable", again=True)
    status = int(answer.status_code)
    wait = str(answer.headers.get("Retry-After", ""))
    return Result(
        is_sent=False,
        code=str(status),
        again=status not in (*_GONE, *_NEVER_AGAIN),
        gone=status in _GONE,
        after=int(wait) if wait.isdecimal() and len(wait) < 6 else None,
    )


def is_push_address(text: str) -> bool:
    """Whether a browser's subscription is whole, and leads to a known push service."""
    from urllib.parse import urlsplit

    try:
        said = json.loads(text)
        parts = urlsplit(said["endpoint"])
        keys = said["keys"]
        is_whole = isinstance(keys["p256dh"], str) and isinstance(keys["auth"], str)
    except (ValueError, KeyError, TypeError):
        return False
    is_known = parts.scheme == "https" and rules().notifications.is_push_host(parts.hostname or "")
    return is_whole and (is_known or bool(settings.NOTIFY_PRIVATE_HOSTS))
