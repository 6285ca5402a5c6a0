/** Gaps of the roster in one line: the soonest shift that lacks somebody and how many more, else how many cannot be reached. */

import { clockTime } from "../core/clock";
import type { components } from "../core/schema";
import { t } from "../ui/i18n";

export type Gap = components["schemas"]["Gap"];

export function gapWords(gaps: readonly Gap[]): string {
  const silent = new Set(gaps.filter(({ kind }) => kind === "unreachable").map(({ name }) => name));
  const missing = gaps.filter(({ kind }) => kind !== "unreachable");
  const first = missing[0] ?? gaps[0];
  if (!first) return "";
  const one = t(`roster.gap_${first.kind}`, { n: silent.size });
  const more = missing.length - 1;
  const what = more > 0 ? t("roster.gap_more", { what: one, n: more }) : one;
  return t("handover.bar_gaps", { shift: first.shift, time: clockTime(first.starts), what });
}
