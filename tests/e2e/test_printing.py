"""The case file in the browser: one key on the board, and what is on the paper that comes of it."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.cases.paper import Paper, read
from tests.e2e.browsers import DESK
from tests.e2e.conftest import Opening, Signalling
from tests.e2e.photos import camera_photo
from tests.e2e.test_on_the_way import choose, warn
from tests.e2e.test_photos import come_to_proof
from tests.e2e.test_stories import answer


def downloaded(page: Page, key: str = "") -> tuple[str, Paper]:
    """Print by this key or by the button: the file's name, and the file."""
    with page.expect_download() as coming:
        if key:
            page.keyboard.press(key)
        else:
            page.get_by_test_id("print").click()
    return coming.value.suggested_filename, read(Path(coming.value.path()).read_bytes())


def test_the_chief_prints_the_whole_story_and_it_stands_on_the_timeline(
    opened: Opening, signal: Signalling, browser: Browser
) -> None:
    board, phone = opened("chief-danzishi", DESK), opened("officer-danzishi")
    warn(signal, "print-1", "邹𠮷先生", "500108006")
    come_to_proof(phone, "邹𠮷先生")
    photo = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": camera_photo(browser)}
    phone.page.get_by_test_id("photo").set_input_files(photo)  # type: ignore[arg-type]
    answer(phone, "proof", "added")
    answer(phone, "result", "persuaded")
    answer(phone, "summary", "confirmed")

    board.page.get_by_test_id("tab-to_sign").click()
    choose(board, "邹𠮷先生")
    expect(board.page.get_by_test_id("picture")).to_be_visible()
    name, paper = downloaded(board.page, "p")
    number = name.removesuffix(".pdf")
    assert re.fullmatch(r"500108-\d{8}-\d{5}", number)
    for words in (
        number,
        "邹𠮷先生",
        "见到谁了：见到本人",
        "劝阻结果：已劝阻",
        "照片1",
        "承办人",
        "审核人",
    ):
        assert words in paper.text, words
    assert paper.pictures == 1
    board.sees(f"案卷已下载：{name}")
    expect(board.page.get_by_test_id("timeline")).to_contain_text("打印了案卷")

    # The officer who did it files it: from the phone, the same paper.
    phone.page.goto(board.page.url.replace("/board/", "/case/"))
    again, _ = downloaded(phone.page)
    assert again == name


def test_without_a_network_it_says_so_and_tries_again(opened: Opening, signal: Signalling) -> None:
    board = opened("chief-danzishi", DESK)
    number = warn(signal, "print-2", "邹先生", "500108006")
    choose(board, "邹先生")
    board.context.set_offline(True)
    board.page.keyboard.press("p")
    board.sees("连不上服务器")
    board.context.set_offline(False)
    with board.page.expect_download() as coming:
        board.page.get_by_test_id("notice").get_by_role("button", name="再试").click()
    assert coming.value.suggested_filename == f"{number}.pdf"
