"""The pages for everybody: without login, cookie, script or anybody's name, short enough for one sheet of paper."""

import re
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import brotli
import pytest
from django.test import Client
from pytest_django import Settings

from backend.flow.load import read_rules, rules

pytestmark = pytest.mark.django_db
TYPES = list(rules().fraud_types)
LANGUAGES = ["zh", "en"]
# What fits on one sheet of A4 as the pages are printed; Latin letters are half as wide.
SHEET = {"zh": 600, "en": 1750}


class Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def page(kind: str, language: str = "zh") -> str:
    return Client().get(f"/p/{kind}/", {"lang": language}).content.decode()


def words_of(html: str) -> str:
    """What one reads on it."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(style|title|nav|svg)\b.*?</\1>", "", html)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TYPES)
class TestEveryPage:
    def test_says_what_to_remember_and_where_to_ask(self, kind: str, language: str) -> None:
        said = words_of(page(kind, language))
        book = rules().playbooks[kind]
        for line in (*book.leave, *book.signs[:6]):
            assert getattr(line, language) in said
        assert "110" in said
        assert "96110" in said

    def test_names_nobody_and_leaves_no_blank(self, kind: str, language: str) -> None:
        assert not re.search(r"[{}]|officer|民警", words_of(page(kind, language)))

    def test_runs_nothing_and_fetches_nothing(self, kind: str, language: str) -> None:
        made = Reader(page(kind, language))
        assert not {"script", "iframe", "img", "form", "input", "object"} & set(made.tags)
        assert not [name for name, _ in made.attributes if name.startswith("on") or name in ("src", "srcset")]

    def test_fits_on_one_sheet(self, kind: str, language: str) -> None:
        assert len(re.sub(r"\s+", " ", words_of(page(kind, language)))) < SHEET[language]


def test_anybody_may_keep_it_for_an_hour_and_no_cookie_comes_with_it() -> None:
    client = Client()
    answer = client.get("/p/police/")
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert not answer.cookies
    assert "Cookie" not in answer["Vary"]
    again = client.get("/p/police/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/p/police/", {"lang": "en"}, headers={"If-None-Match": answer["ETag"]})
    assert other.status_code == 200


def test_it_travels_compressed() -> None:
    small = Client().get("/p/police/", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(small.content).decode() == page("police")


def test_its_code_leads_to_it(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    there = Client().get("/p/dating/", headers={"Host": "city.example"}).content.decode()
    assert "http://city.example/p/dating/" in words_of(there)
    here = page("dating")
    code = re.compile(r"(?s)<svg.*?</svg>")
    assert code.findall(there) != code.findall(here)


def test_its_code_leads_to_the_citys_public_address_where_there_is_one(tmp_path: Path, settings: Settings) -> None:
    shutil.copytree(settings.FIXTURES_DIR, tmp_path / "fixtures")
    phones = tmp_path / "fixtures" / "phones" / "chongqing.yaml"
    text = phones.read_text(encoding="utf-8")
    phones.write_text(text.replace('public_address: ""', "public_address: https://fanzha.example"), encoding="utf-8")
    settings.FIXTURES_DIR = tmp_path / "fixtures"
    read_rules.cache_clear()
    assert "https://fanzha.example/p/loan/" in words_of(page("loan"))
    assert "https://fanzha.example/p/loan/?lang=en" in words_of(page("loan", "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_leads_to_every_type(language: str) -> None:
    html = Client().get("/p/", {"lang": language}).content.decode()
    links = {value for name, value in Reader(html).attributes if name == "href"}
    ending = "?lang=en" if language == "en" else ""
    assert {f"/p/{kind}/{ending}" for kind in TYPES} <= links


def test_a_type_nobody_knows_shows_the_list_and_is_not_kept() -> None:
    answer = Client().get("/p/of-tomorrow/")
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()
    assert answer["Cache-Control"] == "no-cache"


def test_nobody_writes_there() -> None:
    assert Client().post("/p/police/").status_code == 405
