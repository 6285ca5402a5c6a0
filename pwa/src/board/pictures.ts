/** The pictures of a case: those its reports name, each with whether it has arrived. */

import type { CaseView, EvidenceRef } from "../core/types";
import { momentOf } from "../fold/refold";

export interface Picture {
  sha256: string;
  use: EvidenceRef["use"];
  /** Counts within its use, from 1. */
  n: number;
  by: string;
  made_at: string;
  isHere: boolean;
}

/** Each picture once, in the order it was taken; one that nobody names any more still counts as a photo. */
export function picturesOf(one: CaseView): Picture[] {
  const here = new Set(one.evidence);
  const found = new Map<string, Picture>();
  const counted = { photo: 0, signature: 0 };
  for (const report of one.reports) {
    for (const { sha256, use } of report.inputs.evidence ?? []) {
      if (found.has(sha256)) continue;
      found.set(sha256, { sha256, use, n: ++counted[use], by: report.member.name, made_at: momentOf(report, one), isHere: here.has(sha256) });
    }
  }
  for (const sha256 of here) {
    if (!found.has(sha256)) found.set(sha256, { sha256, use: "photo", n: ++counted.photo, by: "", made_at: one.opened_at, isHere: true });
  }
  return [...found.values()];
}
