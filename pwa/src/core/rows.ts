/** How each thing lies in the phone's database: what has to be found by stands open, all that is personal is sealed. */

import type { Draft, OutboxReport, StoredEvidence } from "./outbox";
import { Problem } from "./problem";
import type { Seal, Sealed } from "./seal";
import type { CaseView } from "./types";

export interface CaseRow {
  id: string;
  /** Ids of the reports that came back with it. */
  reported: string[];
  sealed: Sealed;
}

type OpenReport = Pick<OutboxReport, "n" | "id" | "case" | "state" | "device" | "held_until" | "errors">;
export type ReportRow = OpenReport & { sealed: Sealed };

type OpenEvidence = Pick<StoredEvidence, "key" | "case" | "state" | "errors" | "made" | "weight" | "address">;
/** The picture's bytes are sealed apart from what is said of it: a list needs no bytes. */
export type EvidenceRow = OpenEvidence & { sealed: Sealed; picture: Sealed };
export type SaidOfEvidence = Omit<EvidenceRow, "picture">;

export type DraftRow = Pick<Draft, "key" | "case" | "step" | "saved"> & { sealed: Sealed };

/** Rules, cursors and the like stand open; what names people is sealed. */
export type KeptRow = { key: string; value: unknown } | { key: string; sealed: Sealed };

/** Open each; what cannot be opened (a damaged row) must not keep the others closed. */
export async function openEach<Row, T>(rows: readonly Row[], open: (row: Row) => Promise<T>): Promise<T[]> {
  const opened = await Promise.all(rows.map((row) => ifWhole(open(row))));
  return opened.filter((each) => each !== null);
}

/** Null for what is damaged. */
export async function ifWhole<T>(opening: Promise<T>): Promise<T | null> {
  try {
    return await opening;
  } catch (fault) {
    if (fault instanceof Problem && fault.code === "cannot_open") return null;
    throw fault;
  }
}

export async function closeCase(seal: Seal, view: CaseView): Promise<CaseRow> {
  return { id: view.id, reported: view.reports.map((r) => r.id), sealed: await seal.close(`cases:${view.id}`, view) };
}

export function openCase(seal: Seal, row: CaseRow): Promise<CaseView> {
  return seal.open(`cases:${row.id}`, row.sealed);
}

export async function closeReport(seal: Seal, report: OutboxReport): Promise<ReportRow> {
  const { n, id, case: about, state, device, held_until, errors, ...rest } = report;
  const open: OpenReport = { id, case: about, state, device, held_until, errors, ...(n === undefined ? {} : { n }) };
  return { ...open, sealed: await seal.close(`reports:${id}`, rest) };
}

export async function openReport(seal: Seal, { sealed, ...open }: ReportRow): Promise<OutboxReport> {
  const rest = await seal.open<Omit<OutboxReport, keyof OpenReport>>(`reports:${open.id}`, sealed);
  return { ...rest, ...open };
}

export async function closeEvidence(seal: Seal, { ref, bytes, ...open }: StoredEvidence): Promise<EvidenceRow> {
  const place = `evidence:${open.key}`;
  return { ...open, sealed: await seal.close(place, ref), picture: await seal.closeBytes(`${place}:picture`, bytes) };
}

/** What is said of a picture, without its bytes. */
export async function openEvidence(seal: Seal, { key, case: about, state, errors, made, weight, address, sealed }: SaidOfEvidence): Promise<Omit<StoredEvidence, "bytes">> {
  return { key, case: about, state, errors, made, weight, address, ref: await seal.open(`evidence:${key}`, sealed) };
}

export function openPicture(seal: Seal, row: EvidenceRow): Promise<ArrayBuffer> {
  return seal.openBytes(`evidence:${row.key}:picture`, row.picture);
}

export async function closeDraft(seal: Seal, { inputs, ...open }: Draft): Promise<DraftRow> {
  return { ...open, sealed: await seal.close(`drafts:${open.key}`, inputs) };
}

export async function openDraft(seal: Seal, { sealed, ...open }: DraftRow): Promise<Draft> {
  return { ...open, inputs: await seal.open(`drafts:${open.key}`, sealed) };
}
