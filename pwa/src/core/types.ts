/** The shapes on the wire, as `backend/<room>/wire.py` states them: money in fen, times as ISO text, phones as text. */

export type TrackName = "call" | "visit";
export type DueKind = "accept" | "phone" | "met" | "";
export type ReportKind = "accept" | "decline" | "answer" | "retype" | "help" | "safe" | "note";
export type Role = "officer" | "chief" | "operator" | "volunteer" | "desk" | "commander" | "admin";
export type LevelCode = string;

export interface Place {
  latitude: number;
  longitude: number;
  accuracy?: number | null;
}

export interface Payment {
  payee_account: string;
  payee_name?: string;
  payee_bank?: string;
  amount_fen: number;
  paid_at?: string | null;
}

export interface EvidenceRef {
  sha256: string;
  use: "photo" | "signature";
  media_type: "image/jpeg" | "image/png" | "image/webp";
  size: number;
}

/** What a step may carry besides its answer; every screen uses a few of these. */
export interface Inputs {
  place?: Place | null | undefined;
  who?: "self" | "relative" | "other" | null | undefined;
  who_name?: string | null | undefined;
  phone?: string | null | undefined;
  seen?: string[] | null | undefined;
  checks?: string[] | null | undefined;
  about_to_go_fen?: number | null | undefined;
  saved_fen?: number | null | undefined;
  lost_fen?: number | null | undefined;
  payments?: Payment[] | null | undefined;
  evidence?: EvidenceRef[] | null | undefined;
  level?: string | null | undefined;
  fraud_type?: string | null | undefined;
  station?: string | null | undefined;
  reason?: string | null | undefined;
  revisit_at?: string | null | undefined;
  note?: string | null | undefined;
}

/** A report as it travels: made on the phone, immutable. */
export interface ReportIn {
  id: string;
  case: string;
  kind: ReportKind;
  track?: TrackName | null | undefined;
  assignment?: number | null | undefined;
  step?: string | null | undefined;
  answer?: string | null | undefined;
  inputs: Inputs;
  reason?: string | null | undefined;
  fraud_type?: string | null | undefined;
  note?: string | null | undefined;
  flow: string;
  seq: number;
  made_at: string;
  clock_offset_ms: number;
}

export interface FieldError {
  field: string;
  message: string;
  message_en: string;
}

export interface ReportResult {
  id: string;
  status: "stored" | "known" | "invalid";
  stray?: string | null;
  errors?: FieldError[];
}

export interface ReportResults {
  results: ReportResult[];
  server_time: string;
}

export interface Person {
  id: number;
  name: string;
  role: Role;
  phone: string;
}

export interface UnitName {
  id: number;
  code: string;
  name: string;
}

export interface ReportView {
  id: string;
  kind: ReportKind;
  track: TrackName | null;
  assignment: number | null;
  step: string | null;
  answer: string | null;
  inputs: Inputs;
  reason: string | null;
  fraud_type: string | null;
  note: string | null;
  member: Person;
  device: string;
  device_label: string;
  seq: number;
  made_at: string;
  clock_offset_ms: number;
  received_at: string;
}

export interface AssignmentView {
  id: number;
  track: TrackName;
  unit: UnitName;
  member: Person | null;
  by: string | null;
  why: string;
  assigned_at: string;
  delivered_at: string | null;
  accepted_at: string | null;
  ended_at: string | null;
  end: string;
}

export interface DecisionView {
  kind: "signed" | "sent_back";
  by: Person;
  at: string;
  reason: string;
}

export interface SignalView {
  source: string;
  received_at: string;
  text: string;
  behaviours: string[];
  amount_fen: number | null;
  call_seconds: number | null;
  call_count: number | null;
  transaction_at: string | null;
  site_or_app: string;
  suspect_phone: string;
  suspect_account: string;
}

export interface Reason {
  rule: string;
  level: string;
  words: string;
  words_en: string;
}

export interface Target {
  name: string;
  phone: string;
  id_number: string;
  age: number | null;
  address: string;
  division: string;
  division_name: string;
  latitude: number | null;
  longitude: number | null;
}

export interface Outcome {
  code: string;
  track: TrackName;
  level: string;
  fraud_type: string;
  at: string;
}

export interface Money {
  about_to_go_fen: number;
  saved_fen: number;
  lost_fen: number;
  payments: Payment[];
}

export interface Attempt {
  at: string;
  answer: string;
  member: number;
}

export interface TrackStanding {
  step: string;
  end: string | null;
  attempts: Attempt[];
  arrived_at: string | null;
  accepted_by: number | null;
  accepted_at: string | null;
}

/** What the facts of a case fold to; phone and server compute the same one (`fold/standing.ts`). */
export interface Standing {
  state: "open" | "answered" | "closed";
  fraud_type: string;
  call: TrackStanding;
  visit: TrackStanding;
  visit_wanted: boolean;
  immediate_since: string | null;
  outcome: Outcome | null;
  money: Money;
  help_since: string | null;
  revisit_at: string | null;
  transfer_to: string | null;
  strays: Record<string, string>;
  due_kind: DueKind;
  due_at: string | null;
}

export interface CaseView {
  id: string;
  number: string;
  drill: boolean;
  opened_at: string;
  graded_at: string;
  level: LevelCode;
  reasons: Reason[];
  given_type: string;
  flow: string;
  target: Target;
  district: UnitName;
  station: UnitName | null;
  needs_routing: string;
  signal_count: number;
  signals: SignalView[];
  assignments: AssignmentView[];
  reports: ReportView[];
  decisions: DecisionView[];
  evidence: string[];
  standing: Standing;
}

export interface UnitView extends UnitName {
  tier: "city" | "district" | "station";
  /** The number one calls for help from there. */
  phone: string;
}

export interface DivisionView {
  code: string;
  name: string;
}

/** A member, as those see him who assign work and as he sees himself. */
export interface MemberView {
  id: number;
  name: string;
  role: Role;
  unit: UnitView;
  village: DivisionView | null;
  badge: string;
  phone: string;
  on_duty: boolean;
}

/** Who is logged in. */
export type Me = MemberView;

/** What `GET /api/me/` and `POST /api/login/` answer. */
export interface Whoami {
  member: MemberView;
  streams: number[];
  csrf: string;
  server_time: string;
}

export type * from "./rules";

/** An event as it comes in the news; `data` as `backend/live/events.py` states it. */
export interface EventView {
  unit: number;
  number: number;
  kind: string;
  case: string | null;
  at: string;
  /** The member who did it. */
  by: number | null;
  data: Record<string, unknown>;
}

export interface News {
  server_time: string;
  snapshot: boolean;
  cursors: Record<string, number>;
  events: EventView[];
  cases: CaseView[];
  removed: string[];
  members?: MemberView[];
  more: boolean;
}
