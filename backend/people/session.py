"""Who is asking: the session as DRF's authentication, the member and the device behind a request."""

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from drf_spectacular.authentication import SessionScheme
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request

from backend.people.models import Member
from backend.problems import Refused


class MemberSession(SessionAuthentication):
    """The session cookie, with CSRF enforced; a disabled member's session no longer counts."""

    def authenticate(self, request: Request) -> tuple[Member, None] | None:
        """The member behind the session, or None."""
        member = getattr(request._request, "user", None)
        if not isinstance(member, Member):
            return None
        if not member.is_active:
            raise Refused("disabled")
        self.enforce_csrf(request)
        return member, None

    def authenticate_header(self, request: Request) -> str:
        """What makes a missing session a 401."""
        return "Session"


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
