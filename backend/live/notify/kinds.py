"""What a person may enter as an address of each kind, and the one form in which it is kept.

A member enters only what leads to known hosts; an address that leads anywhere is for those who answer for a unit.
"""

import re
from urllib.parse import urlsplit

from backend.live.notify.by_push import is_push_address
from backend.live.notify.rows import Way
from backend.problems import Refused

MEMBERS_KINDS = (Way.WEBPUSH, Way.WECOM, Way.DINGTALK, Way.FEISHU, Way.MAIL)
UNITS_KINDS = (Way.WECOM, Way.DINGTALK, Way.FEISHU, Way.SMS, Way.MAIL, Way.OTHER)
LONGEST = 2000

_ROBOTS = {
    Way.WECOM: (
        r"(?:https://qyapi\.weixin\.qq\.com/cgi-bin/webhook/send\?key=|wecombot://)(?P<token>[\w-]{16,64})/?",
        "wecombot://{token}",
    ),
    Way.DINGTALK: (
        r"(?:https://oapi\.dingtalk\.com/robot/send\?access_token=|dingtalk://)(?P<token>[0-9a-zA-Z]{64})/?",
        "dingtalk://{token}",
    ),
    Way.FEISHU: (
        r"(?:https://open\.feishu\.cn/open-apis/bot/v2/hook/|feishu://)(?P<token>[0-9a-zA-Z-]{36})/?",
        "feishu://{token}",
    ),
}
# 加签: DingTalk shows the secret beside the address; pasted together, with a blank between them.
_SECRET = re.compile(r"(?P<rest>\S+)\s+(?P<secret>SEC[0-9a-zA-Z]{32,80})")
_MAIL = re.compile(r"[^\s@:/?#&{}]{1,64}@[^\s@:/?#&{}]{1,190}\.[^\s@:/?#&{}]{2,60}")
_WEB = ("json", "jsons", "form", "forms")
_SCHEMES: dict[str, tuple[str, ...]] = {
    Way.SMS: (*_WEB, "bulksms", "burstsms", "clickatell", "clicksend", "d7sms", "httpsms", "msg91", "plivo", "seven",
              "sinch", "smseagle", "smseagles", "smsmanager", "twilio", "vonage", "nexmo"),
    Way.MAIL: ("mailto", "mailtos"),
    Way.OTHER: (*_WEB, "bark", "barks", "gotify", "gotifys", "ntfy", "ntfys", "pushdeer", "pushdeers", "schan", "lark"),
}  # fmt: skip
# What stands for the one person it goes to.
_PLACE = {Way.SMS: "{phone}", Way.MAIL: "{to}"}


def kept_form(kind: Way, address: str, *, is_units: bool) -> str:
    """The address as it is kept; refused when it is none of this kind."""
    given = address.strip()
    if kind not in (UNITS_KINDS if is_units else MEMBERS_KINDS) or len(given) > LONGEST:
        raise Refused("bad_channel", [_WRONG])
    if kind == Way.WEBPUSH:
        found = given if is_push_address(given) else ""
    elif kind in _ROBOTS:
        found = _robot(kind, given)
    elif kind == Way.MAIL and not is_units:
        found = given if _MAIL.fullmatch(given) else ""
    else:
        found = _by_apprise(kind, given)
    if not found:
        raise Refused("bad_channel", [_WRONG])
    return found


def hint(kind: Way, kept: str) -> str:
    """Which one it is, for a person: never enough to use it."""
    if kind == Way.WEBPUSH:
        return ""
    if kind == Way.MAIL and "://" not in kept:
        name, _, host = kept.partition("@")
        return f"{name[:1]}***@{host}"[:60]
    if kind in _ROBOTS:
        return f"…{kept[-4:]}"
    return f"{urlsplit(kept).hostname or ''}"[:60]


def _robot(kind: Way, given: str) -> str:
    shape, form = _ROBOTS[kind]
    secret = ""
    if kind == Way.DINGTALK and (both := _SECRET.fullmatch(given)):
        given, secret = both["rest"], f"{both['secret']}@"
    elif kind == Way.DINGTALK and (signed := re.fullmatch(r"dingtalk://(SEC\w+)@(\w+)/?", given)):
        given, secret = f"dingtalk://{signed[2]}", f"{signed[1]}@"
    found = re.fullmatch(shape, given)
    return form.format(token=found["token"]).replace("://", f"://{secret}") if found else ""


def _by_apprise(kind: Way, given: str) -> str:
    """What Apprise makes something of, over an allowed scheme, and with a place for whom it is for."""
    from backend.live.notify.by_apprise import opened

    scheme = given.partition("://")[0].lower()
    place = _PLACE.get(kind, "")
    # Arguments that make Apprise read files of this machine, or trust any certificate.
    is_risky = re.search(r"[?&](pgp\w*|verify|cert\w*|key\w*file)=", given, re.IGNORECASE)
    if scheme not in _SCHEMES[kind] or place not in given or is_risky:
        return ""
    tried = given.replace("{phone}", "19900000000").replace("{to}", "somebody%40example.net")
    return given if opened(tried) is not None else ""


_WRONG = {
    "field": "address",
    "message": "这个地址不对，请从对应的软件里重新复制完整地址",
    "message_en": "This is no address of this kind. Copy it once more, whole, from where it is shown",
}
