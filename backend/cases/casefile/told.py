"""A signal or a report in words: one line for what was done, and the details below it."""

from datetime import timedelta

from backend.cases.casefile.amounts import moment, span, yuan
from backend.cases.casefile.following import follow_up_lines
from backend.cases.casefile.words import Voice
from backend.cases.wire import CaseView, Inputs, Payment, ReportView, SignalView
from backend.flow.editions import at_edition, book_of, numbers
from backend.flow.load import rules
from backend.flow.words import Words


def signal_lines(voice: Voice, signal: SignalView) -> list[str]:
    """What a signal says besides its text."""
    behaviours = [voice.say(rules().codes.behaviours.get(code), code) for code in signal.behaviours]
    lines = [
        voice.t("behaviours", list=voice.listed(behaviours)) if behaviours else "",
        "" if signal.amount_fen is None else voice.t("amount", money=yuan(signal.amount_fen)),
        _call(voice, signal.call_seconds),
        "" if signal.call_count is None else voice.t("call_count", n=signal.call_count),
        voice.t("transaction", time=moment(signal.transaction_at)) if signal.transaction_at else "",
        voice.t("site", name=signal.site_or_app) if signal.site_or_app else "",
        voice.t("suspect_phone", phone=signal.suspect_phone) if signal.suspect_phone else "",
        voice.t("suspect_account", account=signal.suspect_account) if signal.suspect_account else "",
    ]
    return [line for line in lines if line]


def title_of(voice: Voice, report: ReportView, flow: str) -> str:
    """What the report says was done."""
    codes = rules().codes
    if report.kind == "answer":
        step = codes.steps.get(report.step or "")
        title = voice.say(step.title if step else None, report.step or "")
        return voice.t("answered", step=title, answer=_answer(voice, report, flow))
    said = {
        "reason": voice.say(codes.decline.get(report.reason or ""), report.reason or ""),
        "type": type_name(voice, report.fraud_type or ""),
        "note": report.note or "",
    }
    return voice.t(f"kind_{report.kind}", **said)


def details_of(voice: Voice, report: ReportView, view: CaseView) -> list[str]:
    """What the report carried besides; pictures are shown apart."""
    note = report.note if report.kind != "note" else None
    return [line for line in [*_inputs(voice, report.inputs, view), note or ""] if line]


def payee(payment: Payment) -> str:
    """Bank, name and account."""
    return " ".join(part for part in (payment.payee_bank, payment.payee_name, payment.payee_account) if part)


def type_name(voice: Voice, code: str) -> str:
    """A fraud type's name."""
    kind = rules().fraud_types.get(code)
    return voice.say(kind.name if kind else None, code)


def level_name(voice: Voice, code: str) -> str:
    """A level's name."""
    level = rules().levels.get(code)
    return voice.say(level.name if level else None, code)


def outcome_name(voice: Voice, code: str) -> str:
    """An outcome's name."""
    outcome = rules().outcomes.get(code)
    return voice.say(outcome.name if outcome else None, code)


def _call(voice: Voice, seconds: int | None) -> str:
    return "" if seconds is None else voice.t("call_seconds", span=span(voice, timedelta(seconds=seconds)))


def _answer(voice: Voice, report: ReportView, flow: str) -> str:
    """The words of the button that was pressed; at the result it is an outcome, which shares codes with answers."""
    code = report.answer or ""
    read = rules().flows.get(flow)
    step = read.steps.get(report.step or "") if read else None
    if step and step.screen == "result":
        return outcome_name(voice, code)
    return voice.say(rules().codes.answers.get(code), code)


def _inputs(voice: Voice, said: Inputs, view: CaseView) -> list[str]:
    seen = [voice.say(rules().codes.seen.get(code), code) for code in said.seen or []]
    return [
        _place(voice, said),
        voice.t("met", who=voice.t(f"who_{said.who}"), name=said.who_name or "").rstrip() if said.who else "",
        voice.t("new_phone", phone=said.phone) if said.phone else "",
        voice.t("seen", list=voice.listed(seen)) if seen else "",
        _checked(voice, said.checks or [], view),
        *_money(voice, said),
        voice.t("actual_level", level=level_name(voice, said.level)) if said.level else "",
        voice.t("actual_type", type=type_name(voice, said.fraud_type)) if said.fraud_type else "",
        voice.say(rules().codes.transfer.get(said.reason), said.reason) if said.reason else "",
        voice.t("revisit", time=moment(said.revisit_at)) if said.revisit_at else "",
        *follow_up_lines(voice, said.follow_up),
        said.note or "",
    ]


def _place(voice: Voice, said: Inputs) -> str:
    if said.place is None:
        return ""
    accuracy = said.place.accuracy
    return voice.t("position_within", m=round(accuracy)) if accuracy else voice.t("position")


def _checked(voice: Voice, codes: list[str], view: CaseView) -> str:
    """The items that were ticked, in the case's edition of the playbook; how many, where the case is of another type by now."""
    kind = rules().playbook_for(view.standing.fraud_type)
    book = book_of(kind, at_edition(numbers()[kind], view.edition))
    items: dict[str, Words] = {item.code: item for item in (*book.phone_checks, *book.door_checks)}
    if codes and items.keys() >= set(codes):
        return voice.t("checked", list=voice.listed([voice.say(items[code], code) for code in codes]))
    return voice.t("checked_n", n=len(codes)) if codes else ""


def _money(voice: Voice, said: Inputs) -> list[str]:
    sums = {"about_to_go": said.about_to_go_fen, "saved": said.saved_fen, "lost": said.lost_fen}
    lines = [voice.t("sum", what=voice.t(what), money=yuan(fen)) for what, fen in sums.items() if fen]
    paid = [voice.t("paid", money=yuan(p.amount_fen), account=payee(p)) for p in said.payments or []]
    return [*lines, *paid]
