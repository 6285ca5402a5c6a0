/** The ways to the server of a transfer. */

import { ask } from "../../core/api";
import { act } from "../../core/store";
import type { Stations } from "../doors";

/** Stations that fit what is typed, of the whole city; of one's own district before anything is. */
export function findStations(typed: string): Promise<Stations> {
  return ask<Stations>(`/api/stations/?find=${encodeURIComponent(typed)}`);
}

export async function transfer(caseId: string, said: { station: string; why: string; note: string }): Promise<void> {
  await act(`/api/cases/${caseId}/transfer/`, said);
}

export async function review(caseId: string, transfer: number, approved: boolean, reason = ""): Promise<void> {
  await act(`/api/cases/${caseId}/transfer/review/`, { transfer, approved, reason });
}

export async function giveBack(caseId: string, reason: string): Promise<void> {
  await act(`/api/cases/${caseId}/return/`, { reason });
}
