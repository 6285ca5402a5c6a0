"""The sections of the file, each drawn from what the member may see of the case."""

from datetime import datetime

from backend.cases.casefile.amounts import moment, span, yuan
from backend.cases.casefile.forms import pairs, table
from backend.cases.casefile.sheet import BODY, GREY, LEFT, SMALL, WIDTH, Sheet, height_of
from backend.cases.casefile.story import Told, story_of
from backend.cases.casefile.told import level_name, outcome_name, payee, signal_lines, type_name
from backend.cases.casefile.words import Voice
from backend.cases.wire import AssignmentView, CaseView
from backend.flow.load import rules

TIME_WIDTH = 22.0
MOST_KEPT = 80.0  # Millimetres


def basics(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """The case, and the potential victim as far as the reader may know him."""
    t, target = voice.t, view.target
    kind, given = view.standing.fraud_type, view.given_type
    kind_words = type_name(voice, kind)
    if kind != given:
        kind_words = t("type_was", type=kind_words, was=type_name(voice, given))
    person = [target.name or t("unknown"), t("age", n=target.age) if target.age is not None else ""]
    pairs(
        sheet,
        [
            [(t("number"), view.number), (t("state"), t(f"state_{view.standing.state}"))],
            [(t("level"), level_name(voice, view.level)), (t("type"), kind_words)],
            [(t("opened"), moment(view.opened_at)), (t("graded"), moment(view.graded_at))],
            [(t("district"), view.district.name), (t("station"), view.station.name if view.station else t("unknown"))],
            [(t("target"), "  ".join(filter(None, person))), (t("phone"), target.phone or t("unknown"))],
            [(t("id_number"), target.id_number or t("unknown")), (t("division"), target.division_name or t("unknown"))],
            [(t("address"), target.address or t("unknown"))],
        ],
    )


def signals(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """Every signal with its source, time, text and facts."""
    for number, signal in enumerate(view.signals, 1):
        sheet.room(2 * height_of(BODY))
        head = voice.t("signal", n=number, source=signal.source, time=moment(signal.received_at))
        sheet.written(head, bold=True)
        if signal.text:
            sheet.written(signal.text)
        sheet.written("；".join(signal_lines(voice, signal)), size=SMALL, colour=GREY)
        sheet.set_y(sheet.y + 1.5)
    if not view.signals:
        sheet.written(voice.t("none"), colour=GREY)


def reasons(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """Why it has its level; several rules may say the same in words."""
    words = [reason.words if voice.language == "zh" else reason.words_en for reason in view.reasons]
    for line in dict.fromkeys(words):
        sheet.written(f"·  {line}")
    if not words:
        sheet.written(voice.t("none"), colour=GREY)


def assignments(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """Who was sent, and how long each stage took."""
    head = [voice.t(key) for key in ("track", "to_whom", "assigned", "delivered", "accepted", "ended")]
    rows = [_assigned(voice, each) for each in view.assignments]
    if rows:
        table(sheet, (0.13, 0.19, 0.17, 0.17, 0.17, 0.17), head, rows)
    else:
        sheet.written(voice.t("none"), colour=GREY)


def story(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """Everything that was done, with its time on the left."""
    told = story_of(voice, view)
    for each in told:
        _told(sheet, each)
    if not told:
        sheet.written(voice.t("none"), colour=GREY)


def money(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """The sums, counted once, and what was paid to whom."""
    t, found = voice.t, view.standing.money
    pairs(
        sheet,
        [[(t("about_to_go"), yuan(found.about_to_go_fen)), (t("saved"), yuan(found.saved_fen))],
         [(t("lost"), yuan(found.lost_fen)), (t("payments"), t("payments_n", n=len(found.payments)))]],
    )  # fmt: skip
    if found.payments:
        sheet.set_y(sheet.y + 2)
        rows = [
            [payee(p), yuan(p.amount_fen), moment(p.paid_at) if p.paid_at else t("unknown")] for p in found.payments
        ]
        table(sheet, (0.52, 0.24, 0.24), [t("payee"), t("paid_amount"), t("paid_at")], rows)


def outcome(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """What it came to, with the level and type found to be true."""
    t, found = voice.t, view.standing.outcome
    if found is None:
        sheet.written(t("none"), colour=GREY)
        return
    pairs(
        sheet,
        [
            [(t("result"), outcome_name(voice, found.code)), (t("at"), moment(found.at))],
            [(t("level"), level_name(voice, found.level)), (t("type"), type_name(voice, found.fraud_type))],
        ],
    )


def decisions(sheet: Sheet, voice: Voice, view: CaseView) -> None:
    """What the chief decided."""
    t = voice.t
    rows = [
        [t(each.kind, reason=each.reason), t("by", name=each.by.name, role=t(f"role_{each.by.role}")), moment(each.at)]
        for each in view.decisions
    ]
    if rows:
        table(sheet, (0.5, 0.26, 0.24), [t("decision"), t("decided_by"), t("at")], rows)
    else:
        sheet.written(t("none"), colour=GREY)


def _told(sheet: Sheet, one: Told) -> None:
    """One moment; it stays on one page unless it is a long one."""
    x, width = LEFT + TIME_WIDTH, WIDTH - TIME_WIDTH
    below = "；".join([one.who, *one.marks])
    lines = sum(len(sheet.wrapped(line, width)) for line in (one.title, *one.details))
    height = lines * height_of(BODY) + len(sheet.wrapped(below, width, SMALL)) * height_of(SMALL) + 2.4
    sheet.room(min(height, MOST_KEPT))
    sheet.rule(sheet.y)
    sheet.set_y(sheet.y + 1.2)
    day, time = moment(one.at).split(" ")
    sheet.words_at(time, LEFT, sheet.y, TIME_WIDTH, bold=True)
    sheet.words_at(day, LEFT, sheet.y + height_of(BODY), TIME_WIDTH, size=SMALL, colour=GREY)
    sheet.written(one.title, x=x, width=width, bold=True)
    for line in one.details:
        sheet.written(line, x=x, width=width)
    sheet.written(below, x=x, width=width, size=SMALL, colour=GREY)
    sheet.set_y(sheet.y + 1.2)


def _assigned(voice: Voice, one: AssignmentView) -> list[str]:
    codes = rules().codes
    whom = one.member.name if one.member else voice.t("nobody")
    why = voice.say(codes.why.get(one.why), one.why)

    def stage(at: datetime | None) -> str:
        return f"{moment(at)}\n{voice.t('after', span=span(voice, at - one.assigned_at))}" if at else "—"

    end = f"\n{voice.say(codes.ends.get(one.end), one.end)}" if one.end else ""
    return [
        f"{voice.t(f'track_{one.track}')}\n{why}",
        f"{one.unit.name}\n{whom}",
        f"{moment(one.assigned_at)}\n{one.by or voice.t('by_itself')}",
        stage(one.delivered_at),
        stage(one.accepted_at),
        stage(one.ended_at) + end,
    ]
