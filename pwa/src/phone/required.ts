/** What each screen cannot do without: its choice, and the fields that must be filled in. Everything else is a tick or optional. */

import type { Screen, Step } from "../core/rules";
import type { Inputs } from "../core/types";

export type Required = keyof Inputs | "amount_fen";

/** The fields an answer needs; an answer that is not named needs none. */
const FIELDS: Partial<Record<Screen, Record<string, readonly Required[]>>> = {
  find_number: { found: ["phone"] },
  // Whoever does not have the account at hand goes on without: the sum alone is worth recording.
  payee: { noted: ["amount_fen"] },
  revisit: { planned: ["revisit_at"] },
  transfer: { transferred: ["station", "reason"] },
};

export function requiredFields(screen: Screen | null, answer: string): readonly Required[] {
  return (screen && FIELDS[screen]?.[answer]) || [];
}

/** How much a step asks of the person: one for a choice among answers, one for each field that must be filled in. */
export function requiredCount(step: Step, answer: string): number {
  const needsChoice = step.answers.length > 1 && step.screen !== "proof" ? 1 : 0;
  return needsChoice + requiredFields(step.screen, answer).length;
}
