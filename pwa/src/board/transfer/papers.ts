/** Transfers of a case: which one waits, who may do what about it, and its moments. The server decides; this spares a refusal. */

import type { CaseView, Me, TransferView } from "../../core/types";
import { held } from "../decisions";

export type Paper = { transfer: TransferView; stage: "asked" | "moved" | "approved" | "settled" };

/** Cases kept from before there were transfers have none. */
export function transfersOf(one: CaseView): readonly TransferView[] {
  return (one.transfers as TransferView[] | undefined) ?? [];
}

/** The one that waits for a review, whether the case has moved already or not. */
export function waitingTransfer(one: CaseView): TransferView | undefined {
  return transfersOf(one).find(({ state }) => state === "waiting");
}

export function mayTransfer(me: Me, one: CaseView): boolean {
  return me.role === "chief" && one.standing.state === "open" && waitingBefore(one) === undefined && !isHeld(one);
}

export function mayReview(me: Me, one: CaseView): boolean {
  return me.role === "commander" && hasToReview(me, one) && !isHeld(one);
}

/** The transfer this station may return, as long as nobody of it has met the person. */
export function returnable(me: Me, one: CaseView): TransferView | undefined {
  const last = transfersOf(one)
    .filter(({ moved_at }) => moved_at !== null)
    .at(-1);
  if (me.role !== "chief" || one.standing.state !== "open" || last?.receiver.id !== one.station?.id || isHeld(one)) return undefined;
  return last && last.state !== "returned" && last.state !== "refused" && !hasMet(one) ? last : undefined;
}

/** Whoever leads the giving district sees what waits for its commander on top. */
export function hasToReview(me: Me, one: CaseView): boolean {
  if (waitingTransfer(one) === undefined || (me.role !== "commander" && me.role !== "operator")) return false;
  return me.unit.id === one.reviewing || me.unit.tier === "city";
}

/** When each was asked for, when it moved if that was later, when it was agreed to if it was returned since, and when it was settled. */
export function papersOf(one: CaseView): { id: string; at: number; paper: Paper }[] {
  return transfersOf(one).flatMap((transfer) => [
    { id: `transfer-${transfer.id}`, at: Date.parse(transfer.at), paper: { transfer, stage: "asked" as const } },
    ...(transfer.moved_at && hasMovedApart(transfer)
      ? [{ id: `transfer-${transfer.id}-moved`, at: Date.parse(transfer.moved_at), paper: { transfer, stage: "moved" as const } }]
      : []),
    ...(transfer.approved_at
      ? [{ id: `transfer-${transfer.id}-approved`, at: Date.parse(transfer.approved_at), paper: { transfer, stage: "approved" as const } }]
      : []),
    ...(transfer.decided_at
      ? [{ id: `transfer-${transfer.id}-settled`, at: Date.parse(transfer.decided_at), paper: { transfer, stage: "settled" as const } }]
      : []),
  ]);
}

/** Neither when it was asked for nor by the agreement, which is told anyway. */
function hasMovedApart({ at, moved_at, decided_at, approved_at }: TransferView): boolean {
  return ![at, decided_at, approved_at].includes(moved_at);
}

function waitingBefore(one: CaseView): TransferView | undefined {
  const waiting = waitingTransfer(one);
  return waiting?.moved_at === null ? waiting : undefined;
}

const MET: readonly (string | null | undefined)[] = ["came_in", "met_target", "met_relative"];

function hasMet(one: CaseView): boolean {
  const here = new Set(one.assignments.filter((a) => a.unit.id === one.station?.id).map((a) => a.id));
  return one.reports.some((r) => r.kind === "answer" && MET.includes(r.answer) && here.has(r.assignment ?? 0) && !(r.id in one.standing.strays));
}

/** Decided already, and only waiting for the way back to close. */
function isHeld(one: CaseView): boolean {
  return held.value?.case === one.id;
}
