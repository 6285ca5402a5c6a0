/** What every step screen is given to work with, and how its answer is checked and cleaned. */

import type { Flow, Playbook, Rules, Step } from "../core/rules";
import type { AssignmentView, CaseView, Inputs, Me, Payment, TrackName } from "../core/types";
import type { Speaker } from "./playbook";
import { requiredFields, type Required } from "./required";
import type { Passed, Trail } from "./trail";

export interface Stage {
  view: CaseView;
  rules: Rules;
  flow: Flow;
  track: TrackName;
  me: Me;
  assignment: AssignmentView;
  trail: Trail;
  /** The step on the screen: the one now due, or an earlier one that is being corrected. */
  name: string;
  step: Step;
  before: Passed | null;
  playbook: Playbook | null;
  speaker: Speaker;
  /** Fields the last answer could not do without. */
  missing: readonly Required[];
  isBusy: boolean;
}

/** What an answer still lacks. */
export function missingIn(step: Step, answer: string, inputs: Inputs): Required[] {
  return requiredFields(step.screen, answer).filter((field) => {
    if (field === "amount_fen") return payments(inputs).some((one) => one.amount_fen <= 0);
    return !inputs[field];
  });
}

/** The inputs without what was left empty; texts trimmed. */
export function cleaned(inputs: Inputs): Inputs {
  const kept = Object.entries(inputs).flatMap(([key, value]): [string, unknown][] => {
    const said: unknown = typeof value === "string" ? value.trim() : value;
    const isEmpty = said === null || said === undefined || said === "";
    // No ticks are nothing to say; no payments are: they take back earlier ones.
    return isEmpty || (Array.isArray(said) && said.length === 0 && key !== "payments") ? [] : [[key, said]];
  });
  return Object.fromEntries(kept);
}

/** What a step starts with when nothing has been typed yet: what was given at it before, except what only held then. */
export function startingWith(view: CaseView, step: string, screen: string | null, me: number): Inputs {
  if (screen === "call" || screen === null) return {};
  const mine = view.reports.filter((r) => r.kind === "answer" && r.step === step && r.member.id === me);
  const { place: _place, revisit_at: _revisit, ...lasting } = mine.at(-1)?.inputs ?? {};
  return lasting;
}

/** The payments noted so far; the first one is there to be filled in. */
export function payments(inputs: Inputs): Payment[] {
  return inputs.payments?.length ? inputs.payments : [{ payee_account: "", amount_fen: 0 }];
}
