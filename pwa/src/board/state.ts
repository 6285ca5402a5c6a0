/** Where a case stands, as a row says it: what stands out, who is on which track, and at which step. */

import { clockTime } from "../core/clock";
import type { AssignmentView, CaseView, Me, Rules, TrackName, TrackStanding } from "../core/types";
import { say, t } from "../ui/i18n";
import { reasonFlags } from "../ui/flags";
import { canRoute } from "./rights";
import { hangUps } from "./timeline";
import { hasToReview, waitingTransfer } from "./transfer/papers";

/** The reasons `backend/dispatch` gives. */
const ROUTING = ["no_station", "unknown_station", "nobody_to_call", "nobody_to_visit", "transfer_review", "returned"] as const;

export interface Flag {
  text: string;
  tone: "critical" | "high" | "quiet" | "saved";
}

/** What must be seen at once; quiet once it no longer asks for anything. */
export function flagsOf(one: CaseView, rules: Rules | null, me: Me | null): Flag[] {
  const { standing } = one;
  const flags: Flag[] = [];
  if (standing.help_since) flags.push({ text: t("tasks.help"), tone: "critical" });
  if (one.needs_routing && one.needs_routing !== "transfer_review" && standing.state === "open") flags.push(routingFlag(one, me));
  const paper = waitingTransfer(one);
  if (paper) flags.push({ text: `${t("transfer.review")} → ${paper.receiver.name}`, tone: me && hasToReview(me, one) ? "high" : "quiet" });
  const isWaited = standing.state === "open" && standing.visit.arrived_at === null;
  if (standing.immediate_since) flags.push({ text: t("board.immediate", { n: hangUps(one) }), tone: isWaited ? "critical" : "quiet" });
  else if (standing.visit_wanted) flags.push({ text: t("board.needs_visit"), tone: isWaited ? "high" : "quiet" });
  if (standing.revisit_at && standing.state === "open") {
    flags.push({ text: t("board.revisit", { time: clockTime(standing.revisit_at) }), tone: "quiet" });
  }
  for (const text of reasonFlags(one)) flags.push({ text, tone: "high" });
  if (standing.outcome) flags.push({ text: say(rules?.outcomes[standing.outcome.code]?.name, standing.outcome.code), tone: "saved" });
  const strays = Object.keys(standing.strays).length;
  if (strays) flags.push({ text: t("board.strays", { n: strays }), tone: "quiet" });
  return flags;
}

function routingFlag(one: CaseView, me: Me | null): Flag {
  const why = routingWords(one.needs_routing);
  return me && canRoute(me, one) ? { text: t("board.routing_why", { why }), tone: "high" } : { text: why, tone: "quiet" };
}

/** The open assignments, visit last; of a finished track the last one that was done. */
export function currentOf(one: CaseView): AssignmentView[] {
  return (["call", "visit"] as const).flatMap((track) => {
    const all = one.assignments.filter((a) => a.track === track);
    const current = all.find((a) => a.ended_at === null) ?? all.filter((a) => a.end === "done").at(-1);
    return current ? [current] : [];
  });
}

/** Assignments that are over and not shown as current, newest first. */
export function formerOf(one: CaseView): AssignmentView[] {
  const current = new Set(currentOf(one).map((a) => a.id));
  return one.assignments.filter((a) => !current.has(a.id)).reverse();
}

export function openAssignment(one: CaseView, track: TrackName): AssignmentView | undefined {
  return one.assignments.find((a) => a.track === track && a.ended_at === null);
}

/** The step a track is at, with what counts there: "接着打 · 打了 4 次", "已到场 14:05 · 面对面说". */
export function stepText(one: CaseView, track: TrackName, rules: Rules | null): string {
  const at: TrackStanding = one.standing[track];
  const parts = [];
  if (at.arrived_at) parts.push(t("board.arrived", { time: clockTime(at.arrived_at) }));
  if (track === "call" && at.attempts.length) parts.push(t("board.calls", { n: at.attempts.length }));
  parts.push(at.end ? say(rules?.codes.ends[at.end], at.end) : say(rules?.codes.steps[at.step]?.title, at.step));
  return parts.join(" · ");
}

/** Which track a new assignment would be for: the one nobody has, the visit before the call. */
export function trackToAssign(one: CaseView, allowed: (track: TrackName) => boolean): TrackName | null {
  const tracks = (["visit", "call"] as const).filter(allowed);
  const open = tracks.map((track) => openAssignment(one, track));
  const unmanned = tracks.find((_, i) => open[i] && !open[i].member);
  return unmanned ?? tracks.find((_, i) => open[i]) ?? tracks[0] ?? null;
}

/** Why nobody could be found, in words. */
export function routingWords(code: string): string {
  const known = ROUTING.find((one) => one === code);
  return t(`board.routing_${known ?? "other"}`);
}
