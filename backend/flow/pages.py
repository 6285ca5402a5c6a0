"""Pages for everybody, without login: what to look out for in one kind of fraud, short enough for one sheet of paper.

They hold no personal data and set no cookie: of a playbook only what names nobody is shown.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Protocol

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from backend.flow.editions import book_now, newest_number
from backend.flow.load import Rules, rules
from backend.flow.words import Words
from backend.packed import packed

HOUR = 3600
SIGNS, LINES = 6, 5
# What no playbook needs to say again.
WORDS = {
    "title": Words(zh="防骗提醒", en="Beware of fraud"),
    "all": Words(zh="全部骗局", en="All kinds of fraud"),
    "beware": Words(zh="当心“{name}”骗局", en="Beware: {name}"),
    "beware_other": Words(zh="当心电信网络诈骗", en="Beware of phone and online fraud"),
    "signs": Words(zh="有一条对得上，就先停手", en="If one of these is true, stop first"),
    "lines": Words(zh="骗子常这么说", en="What the scammer says"),
    "leave": Words(zh="记住", en="Remember"),
    "paid": Words(zh="钱已经转了？", en="Has money gone already?"),
    "paid_now": Words(
        zh="马上打110，越快越好，半小时内最有用。聊天、转账记录都留着，软件先别删。不再转第二笔。",
        en="Dial 110 at once: the first half hour counts most. Keep chats and records, delete nothing, send no second payment.",
    ),
    "doubt": Words(zh="拿不准，打110或96110问一句", en="In doubt? Ask 110 or 96110"),
    "share": Words(zh="扫一扫，发给家里人", en="Scan it, pass it on to your family"),
    "choose": Words(zh="遇到的像哪一种？", en="Which does it look like?"),
    "none": Words(zh="没有这一页", en="There is no such page"),
}


class Line(Protocol):
    """Words in both languages."""

    @property
    def zh(self) -> str:
        """In Chinese."""

    @property
    def en(self) -> str:
        """In English."""


class Shown(Protocol):
    """What a page takes from a playbook, be it in force or still being written."""

    @property
    def cards(self) -> Sequence[Line]:
        """Sentences shown to the target."""

    @property
    def signs(self) -> Sequence[Line]:
        """What to look out for."""

    @property
    def scammer_says(self) -> Sequence[Line]:
        """The scammer's lines."""

    @property
    def leave(self) -> Sequence[Line]:
        """What to remember."""


def _version(request: HttpRequest, **kind: str) -> str:
    """Another one for other rules or words, another language, or another address in the QR code."""
    said = (rules().version, newest_number(), request.get_host(), request.scheme, _language(request), *kind.values())
    return f'"{sha256(repr(said).encode()).hexdigest()[:16]}"'


@packed
@require_safe
@cache_control(public=True, max_age=HOUR)
@etag(_version)
def type_page(request: HttpRequest, kind: str) -> HttpResponse:
    """`GET /p/<type>/`: signs, the scammer's lines and what to remember, to read, print or pass on."""
    read = rules()
    if kind not in read.fraud_types:
        return _missing(request)
    return show_page(request, kind, book_now(read, kind), _language(request))


def show_page(request: HttpRequest, kind: str, book: Shown, language: str) -> HttpResponse:
    """The page of a type with these words: those of now, or some that are still being written."""
    address = _address(request, reverse("public_page", args=[kind]) + ("" if language == "zh" else f"?lang={language}"))
    return render(
        request,
        "flow/page.html",
        _frame(language)
        | {
            "heading": _heading(rules(), kind, language),
            "sentence": _public(book.cards, language)[:1],
            "signs": _public(book.signs, language)[:SIGNS],
            "lines": _public(book.scammer_says, language)[:LINES],
            "leave": _public(book.leave, language),
            "address": address,
            "code": _code(address),
        },
    )


@packed
@require_safe
@cache_control(public=True, max_age=HOUR)
@etag(_version)
def list_page(request: HttpRequest) -> HttpResponse:
    """`GET /p/`: every kind of fraud by its name."""
    return render(request, "flow/pages.html", _frame(_language(request)) | {"kinds": _kinds(_language(request))})


def _missing(request: HttpRequest) -> HttpResponse:
    language = _language(request)
    said = _frame(language) | {"kinds": _kinds(language), "missing": True}
    return render(request, "flow/pages.html", said, status=404)


def _frame(language: str) -> dict[str, object]:
    """What both pages say and need."""
    other = "en" if language == "zh" else "zh"
    return {
        "say": {name: getattr(words, language) for name, words in WORDS.items()},
        "language": language,
        "other": other,
        "other_name": {"zh": "中文", "en": "English"}[other],
    }


def _kinds(language: str) -> list[tuple[str, str]]:
    return [(code, _heading(rules(), code, language)) for code in rules().fraud_types]


def _heading(read: Rules, kind: str, language: str) -> str:
    words = WORDS["beware_other" if kind == "other" else "beware"]
    return str(getattr(words, language).format(name=getattr(read.fraud_types[kind].name, language)))


def _public(lines: Iterable[Line], language: str) -> list[str]:
    """Lines that name nobody: those with a blank for the officer are for officers."""
    said = (str(getattr(line, language)) for line in lines)
    return [line for line in said if line.strip() and "{" not in line]


def _language(request: HttpRequest) -> str:
    return "en" if request.GET.get("lang") == "en" else "zh"


def _address(request: HttpRequest, page: str) -> str:
    """Where others find the page: at the city's public address, or where it was asked for."""
    public = rules().phones.public_address
    return f"{public}{page}" if public else request.build_absolute_uri(page)


@lru_cache(maxsize=64)
def _code(address: str) -> SafeString:
    """The address as a QR code, an SVG without any text of it."""
    code = segno.make(address, error="m").svg_inline(border=4, omitsize=True, svgclass="code", lineclass=None)
    return mark_safe(code)  # noqa: S308  # segno writes paths and numbers only


urlpatterns = [
    path("p/", list_page, name="public_pages"),
    path("p/<slug:kind>/", type_page, name="public_page"),
]
