/** The actual level and type of a case: as known so far, until somebody on the spot says otherwise. */

import type { Inputs } from "../core/types";
import type { Stage } from "./stage";

export function actualOf(stage: Stage, inputs: Inputs): { level: string; fraud_type: string } {
  return {
    level: inputs.level ?? stage.view.level,
    fraud_type: inputs.fraud_type ?? stage.view.standing.fraud_type,
  };
}

/** The outcome that the way so far speaks for; the person on the spot decides. */
export function likelyOutcome(stage: Stage): string {
  const answered = (step: string): string | undefined =>
    stage.trail.passed.filter((passed) => stage.flow.steps[passed.step]?.screen === step).at(-1)?.answer;
  const met = answered("met");
  if (met === "not_the_person") return "mismatch";
  if (met === "nobody_home") return "not_found_yet";
  return answered("backup") === "still_disbelieves" ? "" : "persuaded";
}
