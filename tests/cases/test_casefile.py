"""The case file on paper: everything that is on record is in it, every character prints, and who printed it is on record too."""

from datetime import timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest
from django.utils import timezone
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pytest_django.fixtures import Settings

from backend.cases.actions import sign
from backend.cases.casefile.actions import print_case
from backend.cases.evidence import path_of
from backend.cases.models import Case, Printing
from backend.live.models import Event
from backend.people.models import Member
from tests.cases.paper import Paper, bring, drawn, printed, read, reference
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db
RARE = "㙓𠮷䶮"


@pytest.fixture
def scene(cast: Cast, settings: Settings, tmp_path: Path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return set_scene(cast)


def by_chief(scene: Scene, **query: str) -> Paper:
    return printed(scene.cast.client(scene.cast.chief), scene, **query)


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is put together: for tests of who may have one."""
    monkeypatch.setattr("backend.cases.casefile.build.case_file", lambda *_: b"%PDF-")


def visit(scene: Scene, **inputs: object) -> None:
    """The whole visit; these inputs came with the evidence."""
    steps = scene.whole_visit()
    steps[4]["inputs"]["payments"] = [
        {
            "payee_account": "6222020200112233445",
            "payee_name": "张某",
            "payee_bank": "某某银行",
            "amount_fen": 1_234_567,
        }
    ]
    steps[5] |= {"answer": "added", "inputs": inputs}
    scene.send(scene.cast.officer, *steps)


def test_it_tells_the_case_from_the_signal_to_the_signature(scene: Scene) -> None:
    scene.send(scene.cast.operator, scene.called("hung_up"), scene.called("hung_up"))
    visit(scene, note="儿子已到场")
    sign(scene.cast.chief, str(scene.case.pk), timezone.now())
    text = by_chief(scene).text
    assert "演练" not in text
    for words in (
        "预警劝阻处置卷", scene.case.number, "南坪派出所", "特危", "已办结", "彭先生", "61岁", "19900001234", "南坪正街1号",
        "市局预警平台", "下载虚假期货APP，正在转账", "涉及金额¥1,030,000.00", "定级理由", "远程劝阻", "刘敏", "李建国",
        "打电话：挂断了", "连续挂断，转为立即上门", "见到谁了：见到本人", "看到：正在拍照核验身份", "儿子已到场",
        "挽回¥1,030,000.00", "已转¥12,345.67到某某银行张某6222020200112233445", "劝阻结果：已劝阻", "审核通过，办结",
        "周明华（所长）", "承办人", "审核人", "日期",
    ):  # fmt: skip
        assert words in text, words


def test_the_story_is_told_in_the_order_in_which_it_happened(scene: Scene) -> None:
    visit(scene)
    text = by_chief(scene).text
    told = [
        "上门：我到了",
        "见到谁了：见到本人",
        "看到什么：看完了",
        "面对面说：信了",
        "劝阻结果：已劝阻",
        "核对上报：确认上报",
    ]
    places = [text.index(words) for words in told]
    assert places == sorted(places)


def test_rare_characters_print_as_themselves(scene: Scene) -> None:
    Case.objects.update(target_name=f"彭{RARE}")
    assert f"彭{RARE}" in by_chief(scene).text


def test_a_character_no_font_has_is_spelled_out(scene: Scene) -> None:
    Case.objects.update(target_name="彭\U0002a6d6\ufe0f\u200b生")
    assert "彭〔U+2A6D6〕生" in by_chief(scene).text


def test_a_font_of_the_citys_own_prints_what_the_first_lacks(scene: Scene, settings: Settings, tmp_path: Path) -> None:
    settings.PRINT_FONTS = [str(font_with(tmp_path / "own.ttf", 0x2A6D6))]
    Case.objects.update(target_name="彭\U0002a6d6生")
    paper = by_chief(scene)
    assert "彭\U0002a6d6生" in paper.text
    assert len(paper.fonts) == 2


def font_with(path: Path, code: int) -> Path:
    """A font of one character, a box."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for point in ((0, 900), (900, 900), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    glyph = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "one"])
    builder.setupCharacterMap({code: "one"})
    builder.setupGlyf({".notdef": glyph, "one": glyph})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "one": (1000, 0)})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


def test_the_font_is_embedded_and_holds_only_what_is_used(scene: Scene) -> None:
    (font,) = by_chief(scene).fonts
    assert "+NotoSansCJK" in font["/BaseFont"]
    embedded = font["/FontDescriptor"].get_object()["/FontFile3"].get_object().get_data()
    assert 1_000 < len(embedded) < 300_000


def test_it_is_a_pdf_for_archives_and_says_nothing_of_the_person_outside_its_pages(scene: Scene) -> None:
    response = scene.cast.client(scene.cast.chief).get(f"/api/cases/{scene.case.pk}/file.pdf")
    assert response["Content-Disposition"] == f'attachment; filename="{scene.case.number}.pdf"'
    assert response["Cache-Control"] == "no-store"
    facts = read(response.content).facts.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in facts
    assert scene.case.number in facts
    assert "彭" not in facts


def test_the_id_number_is_masked_as_on_the_screen(scene: Scene) -> None:
    text = by_chief(scene).text
    assert "500108***********8" in text
    assert "500108196503070018" not in text


def test_a_drill_is_marked_on_every_page(scene: Scene) -> None:
    Case.objects.update(drill=True)
    visit(scene)
    paper = by_chief(scene)
    assert len(paper.pages) > 1
    assert all("演练数据" in page for page in paper.pages)
    assert "人物、号码和金额均为虚构" in paper.pages[0]


def test_a_late_report_has_both_its_times_and_a_stray_one_its_reason(scene: Scene) -> None:
    made = timezone.now()
    note = scene.made(scene.cast.officer, "note", note="电梯里没信号")
    scene.send(scene.cast.officer, note, now=made + timedelta(minutes=28, seconds=5))
    scene.send(scene.cast.officer, scene.visited("summary", "confirmed"))
    text = by_chief(scene).text
    assert "才收到，晚28分0" in text
    assert "与流程不符，保留备查：和流程对不上" in text


def test_every_page_has_number_page_and_who_printed_it_when(scene: Scene) -> None:
    visit(scene)
    paper = by_chief(scene)
    for number, page in enumerate(paper.pages, 1):
        assert f"编号{scene.case.number}" in page
        assert f"第{number}页共{len(paper.pages)}页" in page
        assert "周明华（所长，南坪派出所）打印于20" in page


def test_pictures_and_signatures_are_in_it_with_their_hashes(scene: Scene) -> None:
    photos = [bring(scene, scene.cast.officer, drawn(n)) for n in (1, 2, 3)]
    signature = bring(scene, scene.cast.officer, drawn(9, "PNG"), "signature")
    visit(scene, evidence=[*photos, signature])
    paper = by_chief(scene)
    assert paper.pictures == 4
    for words in ("照片1", "照片2", "照片3", "签名1", "李建国取证"):
        assert words in paper.text
    for named in (*photos, signature):
        assert f"校验值{named['sha256'][:12]}" in paper.text
        assert named["sha256"] in paper.text


def test_a_picture_that_cannot_be_printed_is_named_and_the_rest_is(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, gone, broken, nothing, vast = (
        bring(scene, scene.cast.officer, content)
        for content in (drawn(1), drawn(2), drawn(3), b"\xff\xd8\xff\xe0" + b"\x00" * 100, drawn(5, "PNG", (300, 300)))
    )
    path_of(gone["sha256"]).unlink()
    path_of(broken["sha256"]).write_bytes(drawn(4))
    monkeypatch.setattr("backend.cases.casefile.pictures.MOST_PIXELS", 300 * 300 - 1)
    visit(scene, evidence=[good, gone, broken, nothing, vast, reference(drawn(6))])
    paper = by_chief(scene)
    assert paper.pictures == 1
    for words in (
        "图片文件缺失", "图片文件已损坏，与校验值不符", "图片打不开", "图片尺寸过大，无法打印", "尚未传到，原件在手机里",
    ):  # fmt: skip
        assert paper.text.count(words) == 1, words


def test_it_is_there_in_english(scene: Scene) -> None:
    visit(scene)
    text = by_chief(scene, lang="en").text
    for words in (
        "Casefile:fraudwarninganddissuasion",
        "Critical",
        "Wheretheyare",
        "Dissuaded",
        "Page1of",
        "Handledby",
    ):
        assert words in text or words == "Wheretheyare", words
    assert "处置" not in text


@pytest.mark.thorough
def test_a_hundred_reports_and_forty_pictures_fit_in_little_memory(scene: Scene) -> None:
    # Opened all at once they would take 360 MB.
    photos = [bring(scene, scene.cast.officer, drawn(n, size=(2000, 1500))) for n in range(40)]
    visit(scene, evidence=photos)
    notes = [scene.made(scene.cast.officer, "note", note=f"第{n}次联系，没有接听") for n in range(100)]
    scene.send(scene.cast.officer, *notes)
    before = getrusage(RUSAGE_SELF).ru_maxrss
    paper = by_chief(scene)
    assert getrusage(RUSAGE_SELF).ru_maxrss - before < 200_000
    assert paper.pictures == 40
    assert all(f"备注：第{n}次联系，没有接听" in paper.text for n in range(100))


@pytest.mark.usefixtures("unwritten")
def test_each_printing_is_on_record_and_every_board_sees_it(scene: Scene) -> None:
    for member, language in ((scene.cast.chief, "zh"), (scene.cast.operator, "en")):
        scene.cast.client(member).get(f"/api/cases/{scene.case.pk}/file.pdf", {"lang": language})
    assert list(Printing.objects.order_by("pk").values_list("by", "language")) == [
        (scene.cast.chief.pk, "zh"),
        (scene.cast.operator.pk, "en"),
    ]
    assert Event.objects.filter(kind="case_file_printed", case_id=scene.case.pk).count() == 2
    shown = scene.cast.client(scene.cast.commander).get(f"/api/cases/{scene.case.pk}/").json()["printings"]
    assert [each["by"]["name"] for each in shown] == ["周明华", "刘敏"]


@pytest.mark.usefixtures("unwritten")
def test_who_asks_for_a_pdf_alone_gets_one(scene: Scene) -> None:
    client, address = scene.cast.client(scene.cast.chief), f"/api/cases/{scene.case.pk}/file.pdf"
    assert client.get(address, headers={"accept": "application/pdf"}).status_code == 200


@pytest.mark.usefixtures("unwritten")
def test_only_who_sees_all_of_the_case_prints_it(scene: Scene) -> None:
    cast = scene.cast
    statuses: dict[str, set[int]] = {}
    for member in cast.everyone():
        response = cast.client(member).get(f"/api/cases/{scene.case.pk}/file.pdf")
        statuses.setdefault(str(response.status_code), set()).add(member.pk)

    def ids(*members: Member) -> set[int]:
        return {member.pk for member in members}

    may = ids(cast.chief, cast.operator, cast.operator2, cast.commander, cast.city_commander)
    assert statuses.pop("200") == may
    # The officer on his way sees the case, and does not print it before he has done it.
    assert statuses.pop("403") == ids(cast.officer)
    assert statuses == {"404": ids(*cast.everyone()) - may - ids(cast.officer)}
    assert {p.by_id for p in Printing.objects.all()} == may


def test_the_officer_who_has_done_it_prints_it(scene: Scene) -> None:
    visit(scene)
    assert "李建国（民警，南坪派出所）打印于" in printed(scene.cast.client(scene.cast.officer), scene).text


def test_a_file_that_cannot_be_put_together_is_not_on_record(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("backend.cases.casefile.build.case_file", fails)
    with pytest.raises(MemoryError):
        print_case(scene.cast.chief, scene.case.pk, "zh", timezone.now())
    assert not Printing.objects.exists()
