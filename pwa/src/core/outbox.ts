/** The shapes of what the phone itself keeps: reports waiting to be sent, drafts, pictures. */

import type { EvidenceRef, FieldError, Inputs, ReportIn, ReportKind, TrackName } from "./types";

/** What a screen hands to `report()`; ids, clock and counter are added there. */
export interface ReportDraft {
  case: string;
  kind: ReportKind;
  track?: TrackName | undefined;
  assignment?: number | undefined;
  step?: string | undefined;
  answer?: string | undefined;
  inputs?: Inputs | undefined;
  reason?: string | undefined;
  fraud_type?: string | undefined;
  note?: string | undefined;
}

/** held: may still be undone · unsent: waiting · invalid: refused with reasons, kept · sent: stored by the server, not yet seen back. */
export type ReportState = "held" | "unsent" | "invalid" | "sent";

/** What the server has not got, of reports and of pictures. */
export const WAITS: readonly string[] = ["held", "unsent", "invalid"];

export interface OutboxReport extends ReportIn {
  /** Order of making on this phone, over all cases. */
  n?: number;
  device: string;
  state: ReportState;
  held_until: number;
  errors: FieldError[];
  /** Whom it is about, for the list of what waits: the case itself may be gone from the phone by then. */
  about: string;
}

export interface StoredEvidence {
  /** case:sha256 */
  key: string;
  case: string;
  ref: EvidenceRef;
  bytes: ArrayBuffer;
  state: "unsent" | "stored" | "invalid";
  errors: FieldError[];
  made: number;
  /** The heavier goes first: graver cases, and signatures before photos. */
  weight: number;
  /** Where the server takes its pieces, once it is under way. */
  address: string | null;
}

export interface Draft {
  /** case:step */
  key: string;
  case: string;
  step: string;
  inputs: Inputs;
  saved: number;
}
