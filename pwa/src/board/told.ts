/** What a moment of the timeline says: one line, and the details below it. */

import { clockTime, span } from "../core/clock";
import type { AlarmView, AssignmentView, DecisionView, Inputs, ReportView, Rules, SignalView, Words } from "../core/types";
import { say, t, type Key } from "../ui/i18n";
import { yuan } from "./amounts";
import type { Moment } from "./timeline";
import { escalationDetails, escalationTitle, pauseTitle } from "./waiting/told";
import { paperLines, paperTitle, paperWho } from "./transfer/told";

export interface Told {
  title: string;
  who: string;
  device: string;
  details: string[];
}

/** The moment in words; `flow` is the one the case was opened with. */
export function tell(moment: Moment, rules: Rules | null, flow: string): Told {
  switch (moment.kind) {
    case "signal":
      return plain(moment.count === 1 ? t("board.signal_first") : t("board.signal_more", { n: moment.count }), {
        who: moment.signal.source,
        details: signalLines(moment.signal, rules),
      });
    case "raised":
      return plain(t("board.raised", { level: say(rules?.levels[moment.level]?.name, moment.level) }));
    case "assigned":
      return assigned(moment.assignment, rules);
    case "delivered":
      return plain(t("board.delivered_to"), { who: moment.assignment.member?.name ?? "" });
    case "ended":
      return plain(
        t("board.ended", {
          track: t(`board.track_${moment.assignment.track}`),
          name: moment.assignment.member?.name ?? moment.assignment.unit.name,
          end: say(rules?.codes.ends[moment.assignment.end], moment.assignment.end),
        }),
      );
    case "visit_wanted":
      return plain(t("board.immediate", { n: moment.hangUps }));
    case "decided":
      return plain(decided(moment.decision), { who: moment.decision.by.name });
    case "tied":
      return plain(t(`double.${moment.link.kind}`, { number: moment.link.number, n: moment.link.signals }), { who: moment.link.by.name });
    case "transfer":
      return plain(paperTitle(moment.paper), { who: paperWho(moment.paper), details: paperLines(moment.paper, rules) });
    case "alarm":
      return alarmTold(moment.alarm, moment.what, moment.step);
    case "printed":
      return plain(t("board.printed"), { who: moment.printing.by.name });
    case "escalated":
      return plain(escalationTitle(moment.escalation), { who: t("board.by_the_clock"), details: escalationDetails(moment.escalation) });
    case "paused":
      return plain(pauseTitle(moment.pause, rules, clockTime(moment.pause.until)), { who: moment.pause.by.name });
    case "resumed":
      return plain(t("board.resumed"), { who: moment.pause.ended_by?.name ?? "" });
    case "report":
      return reported(moment.report, rules, flow);
  }
}

function alarmTold(alarm: AlarmView, what: "told" | "heard" | "taken" | "ended", index: number): Told {
  if (what === "heard") return plain(t("board.alarm_heard"), { who: alarm.member.name });
  if (what === "taken") return plain(t("board.alarm_taken", { name: alarm.member.name }), { who: alarm.taken_by?.name ?? "" });
  if (what === "ended") return plain(t(`board.alarm_${alarm.end}` as Key), { who: alarm.ended_by?.name ?? "" });
  const { does, members } = alarm.told[index]!;
  if (does.every((who) => who === "self")) return plain(t("board.alarm_told_self"), { who: alarm.member.name });
  const who = does.map((kind) => t(`board.told_${kind}` as Key)).join("、");
  return plain(t("board.alarm_told", { who, n: members.length }), { details: [alarm.kind === "alive" ? t("board.silence_who", { name: alarm.member.name }) : ""].filter(Boolean) });
}

function decided({ kind, reason }: DecisionView): string {
  if (kind === "joined") return t("double.decided_joined");
  return kind === "sent_back" ? t("board.sent_back", { reason }) : t(kind === "signed" ? "board.signed" : "board.drill_cleared");
}

/** A signal's content, line by line. */
function signalLines(signal: SignalView, rules: Rules | null): string[] {
  return [signal.text, ...signalFacts(signal, rules)].filter((line) => line !== "");
}

/** The same without its text. */
export function signalFacts(signal: SignalView, rules: Rules | null): string[] {
  return [
    signal.behaviours.map((code) => say(rules?.codes.behaviours[code], code)).join("、"),
    signal.amount_fen === null ? "" : t("board.signal_amount", { money: yuan(signal.amount_fen) }),
    signal.call_seconds === null ? "" : t("board.signal_call", { time: span(signal.call_seconds) }),
    signal.call_count === null ? "" : t("board.signal_calls", { n: signal.call_count }),
    placesLine(signal),
    signal.site_or_app && t("board.signal_site", { name: signal.site_or_app }),
    signal.suspect_phone && t("board.signal_phone", { phone: signal.suspect_phone }),
    signal.suspect_account && t("board.signal_account", { account: signal.suspect_account }),
  ].filter((line) => line !== "");
}

/** What an address in free text may mean; cases kept from before say nothing of it. */
function placesLine({ places }: Partial<Pick<SignalView, "places">>): string {
  return places?.length ? t("board.signal_places", { places: places.map(({ name }) => name).join("、") }) : "";
}

function plain(title: string, more: Partial<Told> = {}): Told {
  return { title, who: "", device: "", details: [], ...more };
}

function assigned(one: AssignmentView, rules: Rules | null): Told {
  const params = { track: t(`board.track_${one.track}`), name: one.member?.name ?? "", unit: one.unit.name };
  const why = say(rules?.codes.why[one.why], one.why);
  return plain(one.member ? t("board.assigned_to", params) : t("board.assigned_unit", params), {
    who: one.by ?? t("board.by_itself"),
    details: [why],
  });
}

function reported(report: ReportView, rules: Rules | null, flow: string): Told {
  return {
    title: titleOf(report, rules, flow),
    who: report.member.name,
    device: report.device_label,
    details: [...inputLines(report.inputs, rules), ...(report.note && report.kind !== "note" ? [report.note] : [])],
  };
}

function titleOf(report: ReportView, rules: Rules | null, flow: string): string {
  const codes = rules?.codes;
  if (report.kind === "answer") {
    const step = say(codes?.steps[report.step ?? ""]?.title, report.step ?? "");
    return t("board.answered", { step, answer: answerWords(report, rules, flow) });
  }
  if (report.kind === "decline") return t("board.declined", { reason: say(codes?.decline[report.reason ?? ""], report.reason ?? "") });
  if (report.kind === "retype") {
    return t("board.retyped", { type: say(rules?.fraud_types[report.fraud_type ?? ""]?.name, report.fraud_type ?? "") });
  }
  if (report.kind === "note") return t("board.noted", { note: report.note ?? "" });
  if (report.kind === "follow_up") return t("board.followed");
  return t(`kind.${report.kind}`);
}

/** The words of the button that was pressed; at the result it is an outcome, which shares codes with answers. */
function answerWords({ step, answer }: ReportView, rules: Rules | null, flow: string): string {
  const code = answer ?? "";
  const isResult = rules?.flows[flow]?.steps[step ?? ""]?.screen === "result";
  return say(isResult ? rules?.outcomes[code]?.name : rules?.codes.answers[code], code);
}

/** What a step carried besides its answer, line by line; pictures are shown apart. */
export function inputLines(said: Inputs, rules: Rules | null): string[] {
  const words = (codes: string[] | null | undefined, list: Record<string, Words> | undefined): string =>
    (codes ?? []).map((code) => say(list?.[code], code)).join("、");
  const seen = words(said.seen, rules?.codes.seen);
  return [
    said.place ? (said.place.accuracy ? t("board.in_place_within", { m: Math.round(said.place.accuracy) }) : t("board.in_place")) : "",
    said.who ? t("board.in_who", { who: t(`board.who_${said.who}`), name: said.who_name ?? "" }) : "",
    said.phone ? t("board.in_phone", { phone: said.phone }) : "",
    seen && t("board.in_seen", { seen }),
    said.checks?.length ? t("board.in_checks", { n: said.checks.length }) : "",
    ...moneyLines(said),
    said.level ? t("board.in_level", { level: say(rules?.levels[said.level]?.name, said.level) }) : "",
    said.fraud_type ? t("board.in_type", { type: say(rules?.fraud_types[said.fraud_type]?.name, said.fraud_type) }) : "",
    said.reason ? say(rules?.codes.transfer[said.reason], said.reason) : "",
    said.revisit_at ? t("board.in_revisit", { time: clockTime(said.revisit_at) }) : "",
    ...followLines(said),
    said.note ?? "",
  ].filter((line) => line !== "");
}

/** What a follow-up found; cases kept from before have none. */
function followLines({ follow_up: found }: Inputs): string[] {
  if (!found) return [];
  const asked = (["believes", "in_contact", "paid"] as const).flatMap((name) => {
    const given = found[name];
    return given ? [t(`board.follow_${name}`, { said: t(`board.follow_${given}`) })] : [];
  });
  return [t(found.reached ? "board.follow_reached" : "board.follow_not_reached"), ...asked, found.paid_fen ? yuan(found.paid_fen) : ""];
}

function moneyLines(said: Inputs): string[] {
  const lines = [
    said.about_to_go_fen ? t("board.in_about_to_go", { money: yuan(said.about_to_go_fen) }) : "",
    said.saved_fen ? t("board.in_saved", { money: yuan(said.saved_fen) }) : "",
    said.lost_fen ? t("board.in_lost", { money: yuan(said.lost_fen) }) : "",
  ];
  const paid = (said.payments ?? []).map((p) =>
    t("board.in_payment", {
      money: yuan(p.amount_fen),
      account: [p.payee_bank, p.payee_name, p.payee_account].filter(Boolean).join(" "),
    }),
  );
  return [...lines, ...paid];
}
