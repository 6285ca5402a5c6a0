/** The board's ways to the server: who could go, send somebody, route, the next call, and a case that is not held here. */

import { ask } from "../core/api";
import { act } from "../core/store";
import type { CaseView, MemberView, TrackName } from "../core/types";

export type Objection = "" | "declined" | "off_duty" | "on_critical" | "overloaded";

/** Somebody who could be sent, best first; `objection` is why the service would pass him over. */
export interface Candidate {
  member: MemberView;
  load: number;
  objection: Objection;
}

export interface Station {
  code: string;
  name: string;
  district: string;
}

export interface Stations {
  stations: Station[];
  districts: { code: string; name: string }[];
}

export async function candidates(caseId: string, track: TrackName): Promise<Candidate[]> {
  const answer = await ask<{ candidates: Candidate[] }>(`/api/cases/${caseId}/candidates/?track=${track}`);
  return answer.candidates;
}

export function stations(district: string): Promise<Stations> {
  return ask<Stations>(`/api/stations/?district=${encodeURIComponent(district)}`);
}

export async function assign(caseId: string, track: TrackName, member: number): Promise<void> {
  await act(`/api/cases/${caseId}/assign/`, { track, member });
}

export async function route(caseId: string, station: string): Promise<void> {
  await act(`/api/cases/${caseId}/route/`, { station });
}

export async function sign(caseId: string): Promise<void> {
  await act(`/api/cases/${caseId}/sign/`);
}

export async function sendBack(caseId: string, reason: string): Promise<void> {
  await act(`/api/cases/${caseId}/send-back/`, { reason });
}

/** Take the next call of the queue; answers the case it is about. */
export async function takeNextCall(): Promise<string> {
  return (await act<CaseView>("/api/calls/next/")).id;
}

export function findCase(caseId: string): Promise<CaseView> {
  return ask<CaseView>(`/api/cases/${encodeURIComponent(caseId)}/`);
}
