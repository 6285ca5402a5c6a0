/** What screens use: who is logged in, the cases as they stand on this phone, and the ways to change them. */

export { session } from "./session";
export type { Session } from "./session";
export { caseOf, cases, members, unsentReports, waitingReports } from "./shown";
export { onEvent } from "./events";
export { lastUndoable, report, retryReport, sendNow, undo, wordsOf } from "./reports";
export type { Undoable } from "./reports";
export { Problem } from "./problem";
export { addEvidence, evidenceUrl, retryEvidence } from "./evidence";
export { loadDraft, saveDraft } from "./drafts";
export { act, login, logout, setDuty, startApp, unsentOfLast } from "./account";
export { lockNow, setPin, unlock, wall } from "./lock";
export type { Draft, OutboxReport, ReportDraft, StoredEvidence } from "./outbox";
export type * from "./types";
