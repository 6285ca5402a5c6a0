/** The shapes on the wire, taken from the server's schema: money in fen, times as ISO text, phones as text. */

import type { components } from "./schema";

type Schemas = components["schemas"];
/** What the phone makes may leave out what the server fills in. */
type Sparse<T> = { [K in keyof T]?: T[K] | undefined };

export type TrackName = Schemas["AssignmentView"]["track"];
export type DueKind = Schemas["Standing"]["due_kind"];
export type ReportKind = Schemas["ReportView"]["kind"];
export type Role = Schemas["MemberView"]["role"];
export type LevelCode = string;

export type Place = Pick<Schemas["Place"], "latitude" | "longitude"> & Sparse<Pick<Schemas["Place"], "accuracy">>;
export type Payment = Pick<Schemas["Payment"], "payee_account" | "amount_fen"> &
  Sparse<Omit<Schemas["Payment"], "payee_account" | "amount_fen">>;
export type EvidenceRef = Schemas["EvidenceRef"];
export type FollowUpSaid = Pick<Schemas["FollowUpSaid"], "id" | "reached"> & Sparse<Omit<Schemas["FollowUpSaid"], "id" | "reached">>;

/** What a step may carry besides its answer; every screen uses a few of these. */
export type Inputs = Sparse<Omit<Schemas["Inputs"], "place" | "payments" | "follow_up">> & {
  follow_up?: FollowUpSaid | null | undefined;
  place?: Place | null | undefined;
  payments?: Payment[] | null | undefined;
};

/** A report as it travels: made on the phone, immutable. The server reads each of a batch on its own. */
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

export type FieldError = Schemas["FieldError"];
export type ReportResult = Schemas["ReportResult"];
export type ReportResults = Schemas["ReportResults"];
export type Person = Schemas["Person"];
export type UnitName = Schemas["UnitName"];
export type ReportView = Omit<Schemas["ReportView"], "inputs"> & { inputs: Inputs };
export type AssignmentView = Schemas["AssignmentView"];
export type DecisionView = Schemas["DecisionView"];
export type LinkView = Schemas["LinkView"];
export type TransferView = Schemas["TransferView"];
export type OwnTransfer = Schemas["OwnTransfer"];
export type PauseView = Schemas["PauseView"];
export type EscalationView = Schemas["EscalationView"];
export type ComingView = Schemas["ComingView"];
export type PrintingView = Schemas["PrintingView"];
export type AlarmView = Schemas["AlarmView"];
export type Mark = Schemas["Mark"];
/** A case kept by an app from before has no `marks`, no `suggested` and no `printings`. */
export type SignalView = Omit<Schemas["SignalView"], "marks"> & { marks?: Mark[] };
export type Reason = Schemas["Reason"];
/** A case kept by an app from before has no `initials`. */
export type Target = Omit<Schemas["Target"], "initials"> & { initials?: string[] };
export type Outcome = Schemas["Outcome"];
export type Money = Omit<Schemas["Money"], "payments"> & { payments: Payment[] };
export type Attempt = Schemas["Attempt"];
export type TrackStanding = Schemas["TrackStanding"];
/** What the facts of a case fold to; phone and server compute the same one (`fold/standing.ts`). */
export type Standing = Omit<Schemas["Standing"], "money"> & { money: Money };
/** A case kept by an app from before has no `edition`. */
export type CaseView = Omit<Schemas["CaseView"], "reports" | "standing" | "signals" | "suggested" | "printings" | "target" | "edition" | "pauses" | "escalations" | "coming" | "alarms"> & {
  alarms?: AlarmView[];
  edition?: number;
  target: Target;
  reports: ReportView[];
  standing: Standing;
  signals: SignalView[];
  suggested?: Schemas["Suggestion"][];
  printings?: PrintingView[];
  /** Missing in what a phone has held since before there was a clock. */
  pauses?: PauseView[];
  escalations?: EscalationView[];
  coming?: ComingView | null;
};

export type DeviceView = Schemas["DeviceView"];
export type UnitView = Schemas["UnitView"];
export type DivisionView = Schemas["DivisionView"];
/** A member, as those see him who assign work and as he sees himself. */
export type MemberView = Schemas["MemberView"];
/** Who is logged in. */
export type Me = MemberView;
/** What `GET /api/me/` and `POST /api/login/` answer. */
export type Whoami = Schemas["Me"];

export type * from "./rules";

/** An event as it comes in the news; `data` as `backend/live/events.py` states it. */
export type EventView = Schemas["EventView"];
/** `ends` and `holders` are missing from a server older than this app. */
export type News = Omit<Schemas["News"], "cases" | "ends" | "holders"> & {
  cases: CaseView[];
  ends?: Schemas["News"]["ends"];
  holders?: Schemas["News"]["holders"];
};
export type Holder = Schemas["Holder"];
