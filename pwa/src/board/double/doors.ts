/** The ways to the server of cases that may be one, and who is offered them; the server decides. */

import { ask } from "../../core/api";
import { act } from "../../core/store";
import type { CaseView, Me } from "../../core/types";

export type Shared = "phone" | "id_number" | "account" | "name_village";

export interface Duplicate {
  case: CaseView;
  shared: Shared[];
}

export async function duplicates(caseId: string): Promise<Duplicate[]> {
  return (await ask<{ duplicates: Duplicate[] }>(`/api/cases/${caseId}/duplicates/`)).duplicates;
}

export async function join(caseId: string, into: string): Promise<void> {
  await act(`/api/cases/${caseId}/join/`, { into });
}

export async function split(caseId: string, signals: readonly number[]): Promise<void> {
  await act(`/api/cases/${caseId}/split/`, { signals });
}

export function mayJoin(me: Me | null, one: CaseView): boolean {
  if (one.standing.state === "closed" || !me) return false;
  if (one.reviewing === me.unit.id && one.district.id !== me.unit.id) return false;
  return me.role === "chief" || me.role === "operator" || me.role === "commander";
}

/** How far a case has come: what is closed before what is answered, what somebody has accepted before what nobody has. */
export function progress({ standing, assignments, reports }: CaseView): number {
  const state = { open: 0, answered: 2, closed: 3 }[standing.state];
  const isBegun = assignments.some((a) => a.accepted_at !== null);
  return state * 1000 + (standing.visit.arrived_at ? 500 : 0) + (isBegun ? 200 : 0) + Math.min(reports.length, 99);
}
