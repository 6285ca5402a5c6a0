/** How far an assignment has got, with the seconds each stage took or is taking: 送达 8秒 · 签收 40秒. */

import type { AssignmentView, Level } from "../core/types";
import { t } from "../ui/i18n";

export type Stage = "delivered" | "accepted";

export interface Receipt {
  stage: Stage;
  /** Since it was sent. */
  seconds: number;
  /** Still counting: it has not happened yet. */
  waiting: boolean;
  /** Accepted, or being waited for, beyond the level's limit. */
  late: boolean;
}

/** The stages of an assignment that has a member, in order; nothing after the first one that is waited for. */
export function receiptsOf(one: AssignmentView, level: Level | undefined, now: number): Receipt[] {
  if (!one.member) return [];
  const sent = Date.parse(one.assigned_at);
  const until = one.ended_at ? Date.parse(one.ended_at) : now;
  const limit = level?.limits.accept ?? Number.POSITIVE_INFINITY;
  const shown: Receipt[] = [];
  for (const stage of ["delivered", "accepted"] as const) {
    const at = stage === "delivered" ? one.delivered_at : one.accepted_at;
    const waiting = at === null;
    if (waiting && (one.ended_at !== null || shown.at(-1)?.waiting)) break;
    const seconds = Math.max(0, Math.floor(((at === null ? until : Date.parse(at)) - sent) / 1000));
    shown.push({ stage, seconds, waiting, late: seconds > limit });
  }
  return shown;
}

/** "送达 8秒", "等签收 1分20秒". */
export function receiptText({ stage, seconds, waiting }: Receipt): string {
  return t(waiting ? `board.waits_${stage}` : `board.${stage}`, { time: elapsed(seconds) });
}

/** "8秒", "1分20秒", "2小时5分", "3天4小时": to the second while seconds matter. */
export function elapsed(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (minutes < 1) return t("board.span_s", { s: seconds });
  if (hours < 1) return seconds % 60 ? t("board.span_ms", { m: minutes, s: seconds % 60 }) : t("board.span_m", { m: minutes });
  if (days < 1) return minutes % 60 ? t("board.span_hm", { h: hours, m: minutes % 60 }) : t("board.span_h", { h: hours });
  return hours % 24 ? t("board.span_dh", { d: days, h: hours % 24 }) : t("board.span_d", { d: days });
}
