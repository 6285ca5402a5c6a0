"""Everything that can happen to a case or a member, each with what was before and who has to hear of it."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from backend.cases.actions import assign, send_back, sign
from backend.cases.casefile.actions import print_case
from backend.cases.evidence import store_evidence
from backend.cases.handing import Said
from backend.cases.models import Assignment, Case
from backend.cases.opening import join_signal, open_case
from backend.cases.pausing import pause, resume
from backend.cases.receipts import mark_delivered
from backend.cases.transfer import Transfer
from backend.cases.uploads import begin_upload, take_piece
from backend.cases.wire import UploadBegun
from backend.dispatch.actions import assign_by_hand, next_call, route_by_hand
from backend.dispatch.escalating import look
from backend.dispatch.transfers import give_back, hand_over, review
from backend.intake.actions import take_in
from backend.intake.joining import join, split
from backend.intake.models import Source
from backend.people.actions import set_duty
from backend.people.models import Member, Unit
from tests.cases.scene import PENG, Scene, opening
from tests.cast import VILLAGE

Step = Callable[[Scene], Any]
PICTURE = b"\xff\xd8\xff\xe0" + b"\x00" * 100


def nothing(scene: Scene) -> None:
    """The scene as it is set."""


def signal(**changes: Any) -> Step:
    """A signal about 彭先生, or about somebody else."""
    target = {"name": "彭先生", "phone": "19900005678", "address": "南坪正街1号", "division": "500108003"}
    given = {"reference": uuid4().hex, "fraud_type": "投资理财", "behaviours": ["transfer_under_way"], "target": target}

    def send(scene: Scene) -> None:
        source, _ = Source.objects.get_or_create(
            code="city", defaults={"name": "市局预警平台", "key_hash": "0" * 64, "unit": scene.cast.city}
        )
        (result,) = take_in(source, [given | {"reference": uuid4().hex} | changes], timezone.now())
        assert result.status in ("accepted", "joined")

    return send


def print_file(scene: Scene) -> None:
    """The chief prints the case file."""
    print_case(scene.cast.chief, scene.case.pk, "zh", timezone.now())


def report(who: str, kind: str, **said: Any) -> Step:
    """A report of this kind, on the member's own assignment where it needs one."""

    def send(scene: Scene) -> None:
        member: Member = getattr(scene.cast, who)
        mine = Assignment.objects.filter(case=scene.case, member=member).order_by("pk").last()
        if kind in ("accept", "decline", "answer"):
            assert mine is not None
            said.update(track=mine.track, assignment=mine.pk)
        (result,) = scene.send(member, scene.made(member, kind, **said))
        assert result.status == "stored"

    return send


def by_hand(chief: str, track: str, who: str) -> Step:
    """Somebody is sent by the board."""
    return lambda scene: assign_by_hand(
        getattr(scene.cast, chief), str(scene.case.pk), track, getattr(scene.cast, who).pk, timezone.now()
    )


def routed(who: str, station: str) -> Step:
    """The board gives the case to a station."""
    return lambda scene: route_by_hand(
        getattr(scene.cast, who), str(scene.case.pk), getattr(scene.cast, station).code, timezone.now()
    )


def handed_over(who: str, station: str) -> Step:
    """A chief hands the case over to another station."""
    return lambda scene: hand_over(
        getattr(scene.cast, who), str(scene.case.pk), getattr(scene.cast, station).code, Said("moved"), timezone.now()
    )


def reviewed(who: str, reason: str | None = None) -> Step:
    """The commander agrees to the transfer that waits, or refuses it with a reason."""

    def decide(scene: Scene) -> None:
        (waiting,) = Transfer.objects.filter(case=scene.case, state="waiting")
        review(getattr(scene.cast, who), str(scene.case.pk), waiting.pk, reason, timezone.now())

    return decide


def given_back(who: str) -> Step:
    """The receiving chief returns the case."""
    return lambda scene: give_back(getattr(scene.cast, who), str(scene.case.pk), "查无此人", timezone.now())


def medium(scene: Scene) -> None:
    """The case is of a level whose transfers wait."""
    Case.objects.filter(pk=scene.case.pk).update(level="medium")


def waiting(scene: Scene) -> None:
    """A medium case waits for the commander to let it go."""
    in_steps(medium, handed_over("chief", "yubei"))(scene)


def raised(scene: Scene) -> None:
    """A later signal makes the case critical."""
    join_signal(scene.case, signal=scene.case.signals[0], target={}, level="critical", reasons=[], now=timezone.now())


def doubled(scene: Scene) -> None:
    """Another case about the same person."""
    target = PENG | {"target_phone": "19900003333"}
    open_case(opening(scene.cast.nanan, level="low", target=target), timezone.now())


def joined(scene: Scene) -> None:
    """The chief joins the scene's case into the other one."""
    (other,) = Case.objects.exclude(pk=scene.case.pk)
    join(scene.cast.chief, scene.case.pk, other.pk, timezone.now())


def split_off(scene: Scene) -> None:
    """One of the case's signals is somebody else's."""
    split(scene.cast.commander, scene.case.pk, [1], timezone.now())


def visited(scene: Scene) -> None:
    """The whole visit, with its outcome."""
    scene.send(scene.cast.officer, *scene.whole_visit())


def at_wrong_address(scene: Scene) -> None:
    """The officer finds another station's address, and hands on."""
    code = scene.cast.yubei.code
    scene.send(
        scene.cast.officer,
        scene.visited("travel", "wrong_address"),
        scene.visited("hand_on", "transferred", station=code, reason="moved"),
    )


def nobody_on_duty(scene: Scene) -> None:
    """Everybody has gone home."""
    Member.objects.update(on_duty=False)


def call_waits(scene: Scene) -> None:
    """The call is in the district's queue."""
    assign(scene.case, "call", scene.cast.nanan, None, by=None, why="first", now=timezone.now())


def pictured(scene: Scene) -> None:
    """The officer's photo arrives."""
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    store_evidence(scene.cast.officer, str(scene.case.pk), sha256, PICTURE, timezone.now())


def pictured_in_pieces(scene: Scene) -> None:
    """The officer's photo arrives, piece by piece."""
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    begun = UploadBegun(case=scene.case.pk, sha256=sha256, length=len(PICTURE))
    upload = begin_upload(scene.cast.officer, begun, timezone.now())
    for offset in range(0, len(PICTURE), 40):
        take_piece(scene.cast.officer, upload.pk, offset, PICTURE[offset : offset + 40], timezone.now())


def delivered(scene: Scene) -> None:
    """The officer's phone confirms."""
    cursors = dict(Unit.objects.values_list("pk", "stream_head"))
    assert mark_delivered(scene.cast.officer, cursors, timezone.now()) == [scene.visit.pk]


def off_duty(who: str) -> Step:
    """Somebody goes off duty."""
    return lambda scene: set_duty(getattr(scene.cast, who), on_duty=False, now=timezone.now())


def called_twice(scene: Scene) -> None:
    """He hangs up twice: the visit becomes immediate."""
    scene.send(scene.cast.operator, scene.called("hung_up"), scene.called("hung_up"))


def persuaded_by_phone(scene: Scene) -> None:
    """The call is enough; whoever was going is stood down."""
    close = {"inputs": {"level": "critical", "fraud_type": "investment"}}
    scene.send(scene.cast.operator, scene.called("persuaded"), scene.called("confirmed", "call_close", **close))


def in_the_village(scene: Scene) -> None:
    """A case of 双石村: its volunteer is sent."""
    target = PENG | {"division_id": VILLAGE, "address": "双石村3组", "target_phone": "19900002222"}
    scene.case = open_case(opening(scene.cast.qianjiang, target=target), timezone.now())


def in_steps(*steps: Step) -> Step:
    """One after the other."""

    def run(scene: Scene) -> None:
        for step in steps:
            step(scene)

    return run


def decided(by: str, reason: str = "") -> Step:
    """The chief signs, or sends back with a reason."""

    def decide(scene: Scene) -> None:
        member, case = getattr(scene.cast, by), str(scene.case.pk)
        if reason:
            send_back(member, case, reason, timezone.now())
        else:
            sign(member, case, timezone.now())

    return decide


def sent_back(scene: Scene) -> None:
    """A visit was made, and its outcome sent back."""
    visited(scene)
    decided("chief", "请补充照片")(scene)


def officer_moves(scene: Scene) -> None:
    """The officer on the case now serves in another station."""
    Member.objects.filter(pk=scene.cast.officer.pk).update(unit=scene.cast.yubei)
    scene.cast.officer.unit = scene.cast.yubei


# What was before, what happens, and who of the cast has to hear of it (others may as well).
def limits_pass(scene: Scene) -> None:
    """Nobody accepts for three minutes: the clock sends others, and tells those who answer for it."""
    look(scene.case.graded_at + timedelta(seconds=180))


def paused(scene: Scene) -> None:
    """The chief stops the case's time, and lets it run again."""
    now = timezone.now()
    pause(scene.cast.chief, str(scene.case.pk), "asked_later", now + timedelta(minutes=30), now)
    resume(scene.cast.chief, str(scene.case.pk), now + timedelta(seconds=5))


STORIES: dict[str, tuple[Step, Step, set[str]]] = {
    "nobody accepts in time": (nothing, limits_pass, {"chief", "officer", "officer2", "operator", "operator2"}),
    "a case is paused": (nothing, paused, {"chief", "officer", "operator"}),
    "a signal opens a case": (nothing, signal(), {"chief", "operator", "commander", "city-commander"}),
    "a signal joins": (signal(), signal(), {"chief", "commander", "city-commander"}),
    "a signal raises the level": (
        signal(behaviours=[], amount_fen=600_000),
        signal(),
        {"chief", "operator", "commander"},
    ),
    "a case of a village": (nothing, in_the_village, {"volunteer", "chief-zhongtang", "operator-qianjiang"}),
    "nobody is there": (nobody_on_duty, signal(), {"chief", "operator", "city-commander"}),
    "another is sent": (nothing, by_hand("chief", "visit", "officer2"), {"officer", "officer2", "chief"}),
    "the chief takes over": (nothing, by_hand("chief", "visit", "chief"), {"officer", "chief"}),
    "the call goes to another": (nothing, by_hand("operator", "call", "operator2"), {"operator", "operator2"}),
    "the next call is taken": (
        call_waits,
        lambda scene: next_call(scene.cast.operator2, timezone.now()),
        {"operator", "operator2", "commander"},
    ),
    "routed within the district": (nothing, routed("operator", "huayuanlu"), {"chief", "chief-huayuanlu", "officer"}),
    "routed to another district": (
        nothing,
        handed_over("chief", "yubei"),
        {"chief", "officer", "operator", "commander", "chief-yubei", "operator-shapingba", "city-commander"},
    ),
    "handed over within the district": (nothing, handed_over("chief", "huayuanlu"), {"chief", "chief-huayuanlu"}),
    "a transfer waits": (medium, handed_over("chief", "yubei"), {"chief", "officer", "operator", "commander"}),
    "handed on at the door, and waits": (medium, at_wrong_address, {"officer", "chief", "operator", "commander"}),
    "a transfer is agreed to": (
        waiting,
        reviewed("commander"),
        {"chief", "officer", "operator", "commander", "chief-yubei", "operator-shapingba", "city-commander"},
    ),
    "a transfer is refused": (waiting, reviewed("commander", "地址没错"), {"chief", "officer", "commander"}),
    "a transfer after the fact is agreed to": (
        handed_over("chief", "yubei"),
        reviewed("commander"),
        {"commander", "chief-yubei", "city-commander"},
    ),
    "a transfer after the fact is refused": (
        handed_over("chief", "yubei"),
        reviewed("commander", "地址没错"),
        {"commander", "chief", "chief-yubei", "operator", "operator-shapingba", "city-commander"},
    ),
    "a case is returned": (
        handed_over("chief", "yubei"),
        given_back("chief_yubei"),
        {"commander", "chief", "chief-yubei", "operator", "operator-shapingba", "city-commander"},
    ),
    "a case is returned twice": (
        in_steps(*[handed_over("chief", "yubei"), given_back("chief_yubei")], handed_over("chief", "yubei")),
        given_back("chief_yubei"),
        {"commander", "chief", "chief-yubei", "operator", "operator-shapingba"},
    ),
    "an outcome overtakes a transfer": (waiting, visited, {"chief", "officer", "commander", "operator"}),
    "a level that rises lets a transfer go": (
        waiting,
        raised,
        {"chief", "commander", "chief-yubei", "operator-shapingba"},
    ),
    "joined into another case": (
        doubled,
        joined,
        {"officer", "chief", "operator", "commander", "city-commander"},
    ),
    "late, to a case that was joined": (in_steps(doubled, joined), visited, {"chief", "operator"}),
    "a signal is split off": (raised, split_off, {"chief", "operator", "commander"}),
    "accepted": (nothing, report("officer", "accept"), {"officer", "chief"}),
    "declined": (nothing, report("officer", "decline", reason="busy"), {"officer", "officer2", "chief"}),
    "arrived": (
        nothing,
        report("officer", "answer", step="travel", answer="arrived"),
        {"officer", "operator", "chief"},
    ),
    "retyped": (nothing, report("officer", "retype", fraud_type="brushing"), {"officer", "chief"}),
    "help": (nothing, report("officer", "help"), {"officer", "chief", "operator", "commander"}),
    "safe again": (report("officer", "help"), report("officer", "safe"), {"officer", "chief", "operator"}),
    "the case file is printed": (nothing, print_file, {"officer", "chief", "operator", "commander"}),
    "a note": (nothing, report("chief", "note", note="楼下有人"), {"officer", "chief"}),
    "hung up twice": (nothing, called_twice, {"officer", "operator", "chief"}),
    "persuaded by phone": (nothing, persuaded_by_phone, {"officer", "operator", "chief"}),
    "a call that is not believed": (
        lambda scene: scene.case.assignments.filter(track="visit").delete(),
        report("operator", "answer", step="dial", answer="disbelieves"),
        {"officer", "operator", "chief"},
    ),
    "the whole visit": (nothing, visited, {"officer", "operator", "chief", "commander"}),
    "the volunteer's visit": (
        in_the_village,
        report("volunteer", "answer", step="travel", answer="arrived"),
        {"volunteer", "chief-zhongtang"},
    ),
    "handed on at the door": (nothing, at_wrong_address, {"officer", "chief", "chief-yubei", "operator-shapingba"}),
    "late, from a relieved officer": (
        by_hand("chief", "visit", "officer2"),
        report("officer", "answer", step="travel", answer="arrived"),
        {"officer2", "chief"},
    ),
    "delivered": (nothing, delivered, {"officer", "chief"}),
    "a picture": (nothing, pictured, {"officer", "chief"}),
    "a picture in pieces": (nothing, pictured_in_pieces, {"officer", "chief"}),
    "off duty": (nothing, off_duty("officer"), {"officer", "chief", "commander", "city-commander"}),
    "an operator off duty": (nothing, off_duty("operator"), {"operator", "commander", "city-commander"}),
    "signed": (visited, decided("chief"), {"officer", "chief", "operator", "commander"}),
    "sent back": (visited, decided("chief", "请补充照片"), {"officer", "chief", "operator"}),
    "moved on after a visit that was sent back": (
        sent_back,
        handed_over("chief", "yubei"),
        {"officer", "chief", "chief-yubei"},
    ),
    "a note after it moved on": (
        in_steps(sent_back, handed_over("chief", "yubei")),
        report("chief_yubei", "note", note="已电话核实"),
        {"officer", "chief-yubei", "operator-shapingba"},
    ),
    "relieved after he moved to another station": (
        officer_moves,
        by_hand("chief", "visit", "officer2"),
        {"officer", "officer2", "chief"},
    ),
}
