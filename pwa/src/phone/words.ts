/** Words of the rules for what a person answers, whatever list the code comes from. */

import type { Rules, Words } from "../core/rules";
import { session } from "../core/session";
import type { Taken } from "../core/taken";
import { say, t } from "../ui/i18n";

/** An answer's words: at the result step the answers are outcome codes. */
export function answerWords(rules: Rules, code: string, screen: string | null = null): string {
  const outcome = rules.outcomes[code]?.name;
  return say(screen === "result" ? outcome : (rules.codes.answers[code] ?? outcome), code);
}

export interface Choice {
  code: string;
  words: Words;
}

/** A table of the rules as a list to choose from. */
export function choicesOf(table: Record<string, Words>): Choice[] {
  return Object.entries(table).map(([code, words]) => ({ code, words }));
}

/** The levels, gravest first. */
export function levelChoices(rules: Rules): Choice[] {
  return Object.entries(rules.levels)
    .sort(([, a], [, b]) => b.rank - a.rank)
    .map(([code, level]) => ({ code, words: level.name }));
}

/** The types of fraud by their short names, the present one first. */
export function typeChoices(rules: Rules, present: string): Choice[] {
  const all = Object.entries(rules.fraud_types).map(([code, type]) => ({ code, words: type.short }));
  return [...all.filter(({ code }) => code === present), ...all.filter(({ code }) => code !== present)];
}

/** How a task that was taken away ended for the one who was on it. */
export function takenWords({ end, holder }: Pick<Taken, "end" | "holder">): string {
  const notice = holder && session.rules?.codes.notices?.[holder.is_relieved ? "relieved" : "given_to"];
  if (notice) return say(notice, "", { name: holder.name });
  const known = (["reassigned", "transferred", "stood_down"] as const).find((each) => each === end);
  return t(`phone.taken_${known ?? "other"}`);
}
