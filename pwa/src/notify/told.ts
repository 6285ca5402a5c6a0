/** What a board says of somebody who was told outside the app: the best that is known over each way. */

import { elapsed } from "../board/receipts";
import { t } from "../ui/i18n";
import { wayName } from "./codes";
import type { Told } from "./types";

export interface ToldLine {
  key: string;
  words: string;
  bad: boolean;
}

/** Of several messages over one way the one that says most counts: it arrived, it failed, it waits. */
const WEIGHT: Readonly<Record<Told["state"], number>> = { sent: 4, dead: 3, failed: 2, waiting: 1, withdrawn: 0 };

export function linesOf(told: readonly Told[], assignment: number, member: number | null): ToldLine[] {
  const best = new Map<string, Told>();
  for (const each of told) {
    if (each.assignment !== assignment || each.member !== member || each.state === "withdrawn") continue;
    const known = best.get(each.way);
    if (!known || WEIGHT[each.state] > WEIGHT[known.state]) best.set(each.way, each);
  }
  return [...best.values()].map((each) => ({ key: each.way, words: wordsOf(each), bad: each.state === "failed" || each.state === "dead" }));
}

function wordsOf({ way, state, seconds }: Told): string {
  const time = elapsed(seconds ?? 0);
  if (state === "sent") return way === "webpush" ? t("notify.told_push", { time }) : t("notify.told_sent", { way: wayName(way), time });
  if (state === "waiting") return t("notify.told_waiting", { way: wayName(way) });
  return t(state === "dead" ? "notify.told_dead" : "notify.told_failed", { way: wayName(way) });
}
