/** What was done because a limit had passed, and what comes next, in words. */

import type { CaseView, ComingView, EscalationView, PauseView, Rules } from "../../core/types";
import { say, t } from "../../ui/i18n";
import { elapsed } from "../receipts";

/** Which post a step tells by itself: not said twice. */
const OWN: Partial<Record<EscalationView["does"], string>> = {
  tell_chief: "chief",
  tell_district: "district",
  put_before_district: "district",
  tell_city: "city",
};
const LIMITS = ["deliver", "accept", "phone", "met", "revisit", "feed_back", "sign", "routing", "follow_up"] as const;

/** 上门：3分没人签收，已改派给李明，并告知所长. */
export function escalationTitle(one: EscalationView): string {
  const others = one.tell.filter((post) => post !== OWN[one.does]).map((post) => t(`board.post_${post}`));
  const said = t("board.escalated", { late: lateWords(one), done: doneWords(one) });
  const line = one.track ? t("board.escalated_track", { track: t(`board.track_${one.track}`), line: said }) : said;
  return others.length ? t("board.escalated_told", { line, who: others.join(t("board.post_and")) }) : line;
}

/** Whether it is about the call or the visit, and that nobody could be reached where that was so. */
export function escalationDetails(one: EscalationView): string[] {
  return one.found || one.does === "next_person" ? [] : [t("board.escalated_nobody")];
}

/** 2分后报指挥中心; nothing where nothing comes, or it is far away. */
export function comingLine({ coming }: Pick<CaseView, "coming">, now: number, within = Infinity): string {
  if (!coming) return "";
  const seconds = Math.ceil((Date.parse(coming.at) - now) / 1000);
  if (seconds > within) return "";
  const what = comingWords(coming);
  // To the second only in the last minute.
  const left = seconds > 60 ? Math.ceil(seconds / 60) * 60 : seconds;
  return seconds > 0 ? t("board.coming", { time: elapsed(left), what }) : t("board.coming_now", { what });
}

/** 本人约了时间，暂停到14:30. */
export function pauseTitle(pause: PauseView, rules: Rules | null, until: string): string {
  return t("board.paused", { why: say(rules?.codes.pause?.[pause.reason], pause.reason), time: until });
}

function lateWords({ limit, waited }: EscalationView): string {
  const known = LIMITS.find((each) => each === limit);
  if (waited === 0) return t("board.late_empty");
  return t(known ? `board.late_${known}` : "board.late_other", { time: elapsed(waited) });
}

function doneWords({ does, sent }: EscalationView): string {
  if (does !== "next_person") return t(`board.does_${does}`);
  return sent ? t("board.does_next_person", { name: sent.name }) : t("board.does_next_nobody");
}

function comingWords({ does }: ComingView): string {
  return t(`board.will_${does}`);
}
