/** The money of a visit, as its steps add up: nothing has to be typed twice. */

import type { Inputs, Payment } from "../core/types";
import type { Flow, Screen } from "../core/rules";
import type { Again, Passed, Trail } from "./trail";

/** When nothing has gone, all that was about to go is saved, unless he still does not believe or somebody says otherwise. */
export function nothingSent(inputs: Inputs, flow: Flow, trail: Trail): Inputs {
  const isConvinced = lastAt(flow, trail, "backup")?.answer !== "still_disbelieves";
  const saved = inputs.saved_fen ?? (isConvinced ? inputs.about_to_go_fen : null);
  return { ...(saved === null || saved === undefined ? {} : { saved_fen: saved }), lost_fen: 0, payments: [] };
}

export function sumOf(payments: readonly Payment[]): number {
  return payments.reduce((sum, payment) => sum + payment.amount_fen, 0);
}

/** What is lost: the payments noted, or the sum named before if that was more (not every payment is remembered). */
export function lostBy(payments: readonly Payment[], flow: Flow, trail: Trail): number {
  return Math.max(sumOf(payments), lastAt(flow, trail, "money")?.inputs.lost_fen ?? 0);
}

/** An answer given again after the money was corrected: what is lost follows the corrected sum. */
export function carried(again: Again, flow: Flow, corrected: string, inputs: Inputs): Inputs {
  const follows = flow.steps[again.step]?.screen === "payee" && flow.steps[corrected]?.screen === "money";
  return follows ? { ...again.inputs, lost_fen: Math.max(sumOf(again.inputs.payments ?? []), inputs.lost_fen ?? 0) } : again.inputs;
}

function lastAt(flow: Flow, trail: Trail, screen: Screen): Passed | undefined {
  return trail.passed.filter(({ step }) => flow.steps[step]?.screen === screen).at(-1);
}
