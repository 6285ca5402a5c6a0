"""Who is asking: the session as DRF's authentication, the member and the device behind a request.

A device reported lost (报失) is answered `device_lost` everywhere, with `take_in`: whether it may send what it has not sent
before it wipes itself. The views that take it in say so with the methods they do it for:

    class Reports(APIView):
        takes_in_from_lost = ("POST",)

`hears_wiped` marks the one view that hears it at any time: there it says that it has wiped itself.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from backend.asked import note_member
from backend.people.models import Member
from backend.people.queries import is_taken_in, lost_among
from backend.problems import Refused

# Where the session keeps the id of the device that signed in.
DEVICE = "device"
# The cookie in which a browser keeps the proof of which device it is, for as long as browsers keep any.
PROOF = "device"
PROVEN_FOR = timedelta(days=400)


class Sessions(SessionMiddleware):
    """Leaves the cookie of a session that has ended where it is; it opens nothing any more, and the next login replaces it.

    On a bad network the answer that took it away may come after the next login, and would take that one's.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """As Django does it, but for taking the cookie away."""
        answer = super().process_response(request, response)
        if request.session.is_empty():
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answer


class MemberSession(SessionAuthentication):
    """The session cookie, with CSRF enforced; on a device reported lost, or of a disabled member, it no longer counts."""

    def authenticate(self, request: Request) -> tuple[Member, None] | None:
        """The member behind the session, or None."""
        member = getattr(request._request, "user", None)
        self._refuse_lost(request, member if isinstance(member, Member) else None)
        if not isinstance(member, Member):
            return None
        note_member(member.pk)
        if not member.is_active:
            raise Refused("disabled")
        # A browser has one session for all its tabs: what one of them holds of a member goes out in his name only.
        if request.headers.get("X-Member", str(member.pk)) != str(member.pk):
            raise Refused("not_logged_in")
        self.enforce_csrf(request)
        return member, None

    def authenticate_header(self, request: Request) -> str:
        """What makes a missing session a 401."""
        return "Session"

    def _refuse_lost(self, request: Request, member: Member | None) -> None:
        """Nothing for a device reported lost but its order to wipe itself, even when its session has run out."""
        view = (request.parser_context or {}).get("view")
        lost = lost_among(devices_named(request))
        if not lost or getattr(view, "hears_wiped", False):
            return
        now = timezone.now()
        take_in = member is not None and member.is_active and all(is_taken_in(device, now) for device in lost)
        if not (take_in and request.method in getattr(view, "takes_in_from_lost", ())):
            raise Refused("device_lost", take_in=take_in)


class MemberSessionScheme(SessionScheme):
    """Tells the API page how members sign in."""

    target_class = MemberSession  # type: ignore[assignment]


def member_of(request: Request) -> Member:
    """The member who asks."""
    if not isinstance(request.user, Member):
        raise Refused("not_logged_in")
    return request.user


def device_of(request: Request) -> UUID | None:
    """The phone or browser that asks, as it names itself in the header X-Device."""
    try:
        return UUID(request.headers.get("X-Device", ""))
    except ValueError:
        return None


def session_device(session: Mapping[str, Any]) -> UUID | None:
    """The device this session was begun on; a session from before it was noted has none."""
    return UUID(session[DEVICE]) if DEVICE in session else None


def is_proven(request: Request, device: UUID) -> bool:
    """Whether this browser is the device it says it is: it keeps what `prove` once gave it."""
    return bool(request._request.get_signed_cookie(PROOF, default="", salt=PROOF) == str(device))


def prove(response: Response, device: UUID) -> None:
    """Let the browser prove from now on that it is this device."""
    response.set_signed_cookie(
        PROOF,
        str(device),
        salt=PROOF,
        max_age=PROVEN_FOR,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def devices_named(request: Request) -> set[UUID]:
    """The device that signed in, which a thief cannot change, and the one that asks: a browser may have lost its old name."""
    return {each for each in (session_device(request._request.session), device_of(request)) if each}


def device_label(request: Request) -> str:
    """A few words for the device, from its user agent, such as `Android · Chrome`."""
    agent = request.headers.get("User-Agent", "")
    words = [_first_match(agent, _SYSTEMS), _first_match(agent, _BROWSERS)]
    return " · ".join(word for word in words if word) or "未知设备"


def locked_out(_: HttpRequest, *__: object) -> HttpResponseBase:
    """The answer of django-axes after too many wrong passwords, in the one shape of refusals."""
    refused = Refused("locked_out")
    return JsonResponse(refused.body(), status=refused.status)


# Each browser also names those it descends from, so the first match of these lists is the right one.
_SYSTEMS = [
    (r"OpenHarmony|HarmonyOS", "HarmonyOS"),
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Macintosh", "macOS"),
    (r"Linux", "Linux"),
]
_BROWSERS = [
    (r"MicroMessenger", "微信"),
    (r"DingTalk", "钉钉"),
    (r"HuaweiBrowser", "华为浏览器"),
    (r"MiuiBrowser", "小米浏览器"),
    (r"Edg", "Edge"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS", "Chrome"),
    (r"Safari", "Safari"),
]


def _first_match(agent: str, names: list[tuple[str, str]]) -> str:
    return next((name for pattern, name in names if re.search(pattern, agent)), "")
