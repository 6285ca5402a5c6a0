"""A picture in pieces over a network that breaks: whatever is cut, lost or doubled, it arrives once and whole."""

import base64
import errno
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.utils import timezone
from pytest_django.fixtures import Settings

from backend.cases import uploads
from backend.cases.evidence import MAX_BYTES, path_of
from backend.cases.models import Evidence, Upload
from backend.cases.uploads import REMOVED_AT_ONCE, begin_upload, part_of, take_piece
from backend.cases.wire import UploadBegun
from backend.flow.load import rules
from backend.live.models import Event
from backend.people.models import Member
from tests.cases.scene import Scene, set_scene
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PICTURE = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4
PIECE = 300
TYPE = "application/offset+octet-stream"
Said = dict[str, str]


@pytest.fixture
def scene(cast: Cast, settings: Settings, tmp_path: Path) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return set_scene(cast)


@pytest.fixture
def phone(scene: Scene) -> "Phone":
    return Phone(scene, scene.cast.officer)


@dataclass
class Phone:
    """A tus client, as plain as the protocol."""

    scene: Scene
    member: Member

    def __post_init__(self) -> None:
        self.client = self.scene.cast.client(self.member)

    def begin(
        self, content: bytes = PICTURE, body: bytes = b"", headers: Said | None = None, named: Said | None = None
    ) -> HttpResponse:
        """Announce a picture; what is given replaces what a good phone says."""
        names = {"case": str(self.scene.case.pk), "sha256": sha(content), "filetype": "image/jpeg"} | (named or {})
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in names.items())
        given = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata}
        return self.ask("POST", "/api/uploads/", body, given | (headers or {}))

    def send(self, where: str, offset: int, content: bytes, headers: Said | None = None) -> HttpResponse:
        """A piece."""
        return self.ask("PATCH", where, content, {"Upload-Offset": str(offset)} | (headers or {}))

    def look(self, where: str) -> HttpResponse:
        """How much is there."""
        return self.ask("HEAD", where)

    def send_all(self, where: str, content: bytes = PICTURE) -> list[int]:
        """Piece by piece, from where the server stands."""
        start = int(self.look(where)["Upload-Offset"])
        offsets = range(start, len(content), PIECE)
        return [self.send(where, offset, content[offset : offset + PIECE]).status_code for offset in offsets]

    def ask(self, method: str, where: str, body: bytes = b"", headers: Said | None = None) -> HttpResponse:
        """One request."""
        given = {"Tus-Resumable": "1.0.0", "Content-Type": TYPE} | (headers or {})
        answer = cast("HttpResponse", self.client.generic(method, where, body, headers=given))
        assert answer["Tus-Resumable"] == "1.0.0"
        return answer


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def refusal(answer: HttpResponse) -> tuple[int, str]:
    said = answer.json()  # type: ignore[attr-defined]
    assert said["message"]
    assert said["message_en"]
    return answer.status_code, said["code"]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def stored_once(folder: Path) -> None:
    """The picture is evidence, once, heard of once, and nothing else is left of it."""
    assert Evidence.objects.get().sha256 == sha(PICTURE)
    assert path_of(sha(PICTURE)).read_bytes() == PICTURE
    assert Event.objects.filter(kind="evidence_received").count() == 1
    assert files(folder) == [sha(PICTURE)]


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """What runs after a commit runs here as well, where the test itself is never committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_pieces_in_order_become_evidence(phone: Phone, tmp_path: Path, commits: Callable[..., Any]) -> None:
    begun = phone.begin()
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    assert begun["Upload-Expires"].endswith("GMT")
    with commits():
        assert phone.send_all(begun["Location"]) == [204] * 4
    stored_once(tmp_path)
    row = Evidence.objects.get()
    assert (row.by, row.size, row.media_type) == (phone.member, len(PICTURE), "image/jpeg")


def test_the_server_says_how_much_it_has_and_lets_nobody_remember_it(phone: Phone) -> None:
    where = phone.begin()["Location"]
    assert phone.send(where, 0, PICTURE[:PIECE])["Upload-Offset"] == str(PIECE)
    seen = phone.look(where)
    assert (seen.status_code, seen["Upload-Offset"], seen["Upload-Length"]) == (200, str(PIECE), str(len(PICTURE)))
    assert seen["Cache-Control"] == "no-store"


def test_begun_again_it_is_the_same_upload_and_goes_on(phone: Phone) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    again = phone.begin()
    assert (again.status_code, again["Location"], again["Upload-Offset"]) == (201, where, str(PIECE))
    assert Upload.objects.count() == 1


def test_a_first_piece_may_come_with_the_beginning(phone: Phone, tmp_path: Path, commits: Callable[..., Any]) -> None:
    assert phone.begin(body=PICTURE[:PIECE])["Upload-Offset"] == str(PIECE)
    # The answer was lost: what is sent again with it is not written where something else belongs.
    again = phone.begin(body=PICTURE[:PIECE])
    assert again["Upload-Offset"] == str(PIECE)
    with commits():
        phone.send_all(again["Location"])
    stored_once(tmp_path)


def test_begun_twice_at_once_both_are_told_where_it_goes_on(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    def begin_beside_another(member: Member, begun: UploadBegun, now: datetime) -> Upload:
        upload = begin_upload(member, begun, now)
        take_piece(member, upload.pk, 0, PICTURE[:PIECE], now)
        return upload

    monkeypatch.setattr(uploads, "begin_upload", begin_beside_another)
    begun = phone.begin(body=PICTURE[:PIECE])
    assert (begun.status_code, begun["Upload-Offset"]) == (201, str(PIECE))
    assert phone.send_all(begun["Location"]) == [204] * 3


def test_a_small_picture_arrives_in_one_request(phone: Phone, tmp_path: Path, commits: Callable[..., Any]) -> None:
    with commits():
        assert phone.begin(body=PICTURE)["Upload-Offset"] == str(len(PICTURE))
    stored_once(tmp_path)


def test_the_same_piece_twice_is_written_once(phone: Phone, tmp_path: Path, commits: Callable[..., Any]) -> None:
    where = phone.begin()["Location"]
    assert phone.send(where, 0, PICTURE[:PIECE]).status_code == 204
    again = phone.send(where, 0, PICTURE[:PIECE])
    assert refusal(again) == (409, "wrong_offset")
    assert again["Upload-Offset"] == str(PIECE)
    with commits():
        phone.send_all(where)
    stored_once(tmp_path)


def test_a_piece_that_does_not_join_on_is_told_where_it_would(phone: Phone) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    for offset in (1, PIECE - 1, PIECE + 1, len(PICTURE), 10**9):
        answer = phone.send(where, offset, b"x")
        assert refusal(answer) == (409, "wrong_offset")
        assert answer["Upload-Offset"] == phone.look(where)["Upload-Offset"] == str(PIECE)


def test_bytes_written_but_never_counted_are_written_again(
    phone: Phone, tmp_path: Path, commits: Callable[..., Any]
) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    # Killed between write and commit: the file is ahead of the row, with half a piece of something.
    with part_of(Upload.objects.get()).open("ab") as part:
        part.write(b"?" * len(PICTURE) * 2)
    assert phone.look(where)["Upload-Offset"] == str(PIECE)
    with commits():
        phone.send_all(where)
    stored_once(tmp_path)


def test_killed_after_the_last_piece_was_written_it_is_sent_again_and_stored(
    phone: Phone, tmp_path: Path, commits: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = phone.begin()["Location"]
    last = len(PICTURE) - PIECE
    phone.send(where, 0, PICTURE[:last])
    with monkeypatch.context() as killed:
        killed.setattr(uploads, "keep_picture", lambda *_, **__: interrupt())
        with pytest.raises(KeyboardInterrupt):
            phone.send(where, last, PICTURE[last:])
    assert Evidence.objects.count() == 0
    assert phone.look(where)["Upload-Offset"] == str(last)
    with commits():
        assert phone.send(where, last, PICTURE[last:]).status_code == 204
    stored_once(tmp_path)


def interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("left", [0, 100])
def test_a_part_the_machine_lost_is_asked_for_again(
    phone: Phone, left: int, tmp_path: Path, commits: Callable[..., Any]
) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    part = part_of(Upload.objects.get())
    part.unlink()
    if left:
        part.write_bytes(PICTURE[:left])
    assert phone.look(where)["Upload-Offset"] == phone.begin()["Upload-Offset"] == str(left)
    with commits():
        phone.send_all(where)
    stored_once(tmp_path)


def test_an_answer_lost_after_the_last_piece_is_found_by_asking(phone: Phone) -> None:
    where = phone.begin()["Location"]
    phone.send_all(where)
    seen = phone.look(where)
    assert seen["Upload-Offset"] == seen["Upload-Length"] == str(len(PICTURE))
    assert phone.begin()["Upload-Offset"] == str(len(PICTURE))
    assert refusal(phone.send(where, len(PICTURE) - PIECE, PICTURE[-PIECE:])) == (409, "wrong_offset")
    assert phone.send(where, len(PICTURE), b"").status_code == 204
    assert Event.objects.filter(kind="evidence_received").count() == 1


def test_a_picture_the_case_has_is_not_sent_again(phone: Phone, tmp_path: Path, commits: Callable[..., Any]) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    address = f"/api/cases/{phone.scene.case.pk}/evidence/{sha(PICTURE)}/"
    phone.scene.cast.client(phone.scene.cast.chief).put(address, PICTURE, content_type="image/jpeg")
    with commits():
        again = phone.begin()
    assert (again["Location"], again["Upload-Offset"]) == (where, str(len(PICTURE)))
    stored_once(tmp_path)


def test_a_picture_that_arrived_wrong_starts_again_from_nothing(
    phone: Phone, tmp_path: Path, commits: Callable[..., Any]
) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:-1])
    assert refusal(phone.send(where, len(PICTURE) - 1, b"?")) == (400, "wrong_hash")
    assert phone.look(where)["Upload-Offset"] == "0"
    with commits():
        assert phone.send_all(where) == [204] * 4
    stored_once(tmp_path)


def test_what_is_no_picture_is_refused(phone: Phone) -> None:
    page = b"<script>alert(1)</script>"
    where = phone.begin(page)["Location"]
    assert refusal(phone.send(where, 0, page)) == (415, "wrong_file")
    assert refusal(phone.begin(page, named={"filetype": "text/html"})) == (415, "wrong_file")
    assert Evidence.objects.count() == 0


def test_a_length_told_wrong_is_put_right_by_beginning_again(phone: Phone) -> None:
    where = phone.begin(headers={"Upload-Length": "500"})["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    assert refusal(phone.send(where, PIECE, PICTURE[PIECE:])) == (413, "too_long")
    again = phone.begin()
    assert (again["Location"], again["Upload-Offset"]) == (where, "0")
    assert phone.send_all(where) == [204] * 4
    assert Evidence.objects.count() == 1


def test_a_picture_over_ten_megabytes_is_refused_before_a_byte_is_taken(phone: Phone, tmp_path: Path) -> None:
    answer = phone.begin(body=PICTURE, headers={"Upload-Length": str(MAX_BYTES + 1)})
    assert refusal(answer) == (413, "too_large")
    assert not Upload.objects.exists()
    assert files(tmp_path) == []


def test_another_member_finds_no_trace_of_it_and_may_send_his_own(
    phone: Phone, tmp_path: Path, commits: Callable[..., Any]
) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    chief = Phone(phone.scene, phone.scene.cast.chief)
    assert chief.look(where).status_code == 404
    assert refusal(chief.send(where, PIECE, PICTURE[PIECE:])) == (404, "not_found")
    own = chief.begin()
    assert (own["Upload-Offset"], own["Location"] == where) == ("0", False)
    with commits():
        chief.send_all(own["Location"])
        assert phone.send_all(where) == [204] * 3
    stored_once(tmp_path)
    assert Evidence.objects.get().by == chief.member


def test_a_stranger_begins_nothing(phone: Phone) -> None:
    stranger = Phone(phone.scene, phone.scene.cast.outsider)
    assert refusal(stranger.begin()) == (404, "not_found")
    assert not Upload.objects.exists()


def test_who_lost_the_case_on_the_way_sends_no_more(phone: Phone) -> None:
    chief = Phone(phone.scene, phone.scene.cast.chief)
    where = chief.begin()["Location"]
    Member.objects.filter(pk=chief.member.pk).update(unit=phone.scene.cast.yubei)
    assert chief.look(where).status_code == 404
    assert refusal(chief.send(where, 0, PICTURE)) == (404, "not_found")


def test_who_is_not_signed_in_is_asked_to(phone: Phone, client: Any) -> None:
    where = phone.begin()["Location"]
    answer = client.patch(where, PICTURE, content_type=TYPE, headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"})
    assert refusal(answer) == (401, "not_logged_in")
    assert answer["Tus-Resumable"] == "1.0.0"


def test_a_picture_of_no_case_is_refused(phone: Phone) -> None:
    assert refusal(phone.begin(named={"case": str(uuid4())})) == (404, "not_found")


def test_halves_nobody_sent_a_byte_of_for_days_make_room(phone: Phone, tmp_path: Path) -> None:
    kept = timedelta(days=rules().phones.half_picture_kept_days)
    start = timezone.now() - kept - timedelta(minutes=1)
    pictures = [PICTURE + bytes([number]) for number in range(REMOVED_AT_ONCE + 2)]
    begun = [begin_upload(phone.member, announced(phone.scene, picture), start).pk for picture in pictures]
    for upload in Upload.objects.filter(pk__in=begun[:2]):
        uploads.take_piece(phone.member, upload.pk, 0, PICTURE[:PIECE], start)
    # A byte in time keeps the third; the others go, some now, the rest with the next.
    uploads.take_piece(phone.member, begun[2], 0, PICTURE[:PIECE], start + timedelta(minutes=2))
    new = UUID(phone.begin()["Location"].split("/")[-2])
    left = set(Upload.objects.values_list("pk", flat=True))
    assert len(left - {begun[2], new}) == 1
    phone.begin()
    assert set(Upload.objects.values_list("pk", flat=True)) == {begun[2], new}
    assert files(tmp_path) == [str(begun[2])]


def announced(scene: Scene, content: bytes) -> UploadBegun:
    return UploadBegun(case=scene.case.pk, sha256=sha(content), length=len(content))


def test_an_expired_half_goes_on_when_its_own_phone_is_back_first(phone: Phone) -> None:
    where = phone.begin(body=PICTURE[:PIECE])["Location"]
    Upload.objects.update(expires_at=timezone.now() - timedelta(days=1))
    again = phone.begin()
    assert (again["Location"], again["Upload-Offset"]) == (where, str(PIECE))
    assert Upload.objects.get().expires_at > timezone.now()


def test_where_patch_does_not_pass_post_says_what_it_means(
    phone: Phone, tmp_path: Path, commits: Callable[..., Any]
) -> None:
    where = phone.begin()["Location"]
    meant = {"X-HTTP-Method-Override": "PATCH"}
    with commits():
        answer = phone.ask("POST", where, PICTURE, meant | {"Upload-Offset": "0"})
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(PICTURE)))
    stored_once(tmp_path)
    assert refusal(phone.ask("POST", where, PICTURE)) == (405, "method")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_nothing_is_counted(
    phone: Phone, code: int, tmp_path: Path, commits: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = phone.begin()["Location"]
    phone.send(where, 0, PICTURE[:PIECE])
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", lambda _: fail(code))
        assert refusal(phone.send(where, PIECE, PICTURE[PIECE:])) == (507, "server_full")
    assert phone.look(where)["Upload-Offset"] == str(PIECE)
    with commits():
        assert phone.send_all(where) == [204] * 3
    stored_once(tmp_path)


def test_a_disk_that_fills_up_at_the_very_end_loses_only_the_last_piece(
    phone: Phone, tmp_path: Path, commits: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = phone.begin()["Location"]
    last = len(PICTURE) - PIECE
    phone.send(where, 0, PICTURE[:last])
    fsync = os.fsync
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", lambda file: fail(errno.ENOSPC) if is_whole(file) else fsync(file))
        assert refusal(phone.send(where, last, PICTURE[last:])) == (507, "server_full")
    assert phone.look(where)["Upload-Offset"] == str(last)
    assert files(tmp_path) == [str(Upload.objects.get().pk)]
    with commits():
        phone.send_all(where)
    stored_once(tmp_path)


def is_whole(file: int) -> bool:
    """The copy under its hash, not the part."""
    return Path(f"/proc/self/fd/{file}").readlink().parent.name != "parts"


def fail(code: int) -> None:
    raise OSError(code, os.strerror(code))


def test_another_fault_of_the_disk_is_no_refusal(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    where = phone.begin()["Location"]
    monkeypatch.setattr(os, "fsync", lambda _: fail(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        phone.send(where, 0, PICTURE)


def test_a_picture_in_one_piece_hears_of_a_full_disk_as_well(
    phone: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: fail(errno.ENOSPC))
    address = f"/api/cases/{phone.scene.case.pk}/evidence/{sha(PICTURE)}/"
    answer = phone.scene.cast.client(phone.member).put(address, PICTURE, content_type="image/jpeg")
    assert (answer.status_code, answer.json()["code"]) == (507, "server_full")
    assert files(tmp_path) == []


def test_the_server_says_what_it_speaks(phone: Phone) -> None:
    for where in ("/api/uploads/", phone.begin()["Location"]):
        answer = phone.ask("OPTIONS", where)
        assert (answer.status_code, answer["Tus-Version"]) == (204, "1.0.0")
        assert answer["Tus-Extension"] == "creation,creation-with-upload,expiration"
        assert answer["Tus-Max-Size"] == str(MAX_BYTES)


def test_another_version_of_the_protocol_is_not_spoken(phone: Phone) -> None:
    for version in ("", "0.2.2", "2.0.0"):
        answer = phone.begin(body=PICTURE, headers={"Tus-Resumable": version})
        assert refusal(answer) == (412, "wrong_tus")
        assert answer["Tus-Version"] == "1.0.0"
    assert not Upload.objects.exists()


def test_a_beginning_that_is_not_well_formed_is_refused(phone: Phone) -> None:
    for length in ("", "0", "-5", "1.5", "９", "9" * 40):
        assert refusal(phone.begin(headers={"Upload-Length": length})) == (400, "bad_input"), length
    for metadata in ("", "case", "case !!!,sha256 ???"):
        assert refusal(phone.begin(headers={"Upload-Metadata": metadata})) == (400, "bad_input"), metadata
    for named in ({"case": "彭先生"}, {"case": ""}, {"sha256": "../../secret"}, {"sha256": "A" * 64}):
        assert refusal(phone.begin(named=named)) == (400, "bad_input"), named
    assert not Upload.objects.exists()


def test_a_piece_that_is_not_well_formed_is_refused(phone: Phone) -> None:
    where = phone.begin()["Location"]
    assert refusal(phone.send(where, 0, PICTURE, headers={"Content-Type": "image/jpeg"})) == (415, "wrong_piece")
    assert refusal(phone.send(where, 0, PICTURE, headers={"Upload-Offset": "one"})) == (400, "bad_input")
    assert refusal(phone.begin(body=PICTURE, headers={"Content-Type": "image/jpeg"})) == (415, "wrong_piece")
    assert phone.look(where)["Upload-Offset"] == "0"
