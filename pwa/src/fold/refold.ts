/** A case as it stands on this phone: the server's reports and the unsent ones, folded together. */

import type { OutboxReport } from "../core/outbox";
import type { CaseView, Me, ReportView, Rules, Standing } from "../core/types";
import { firstDue, fold } from "./standing";
import type { Facts, ReportFact } from "./order";

/** The case with its standing refolded; without own reports underway the server's standing is the answer. */
export function refold(given: CaseView, own: readonly OutboxReport[], me: Me, rules: Rules): CaseView {
  const seen = new Set(given.reports.map((r) => r.id));
  // A refused report is not on the server, so it may not count here either: both must fold to the same.
  const added = own.filter((r) => r.state !== "invalid" && !seen.has(r.id));
  const flow = rules.flows[given.flow];
  if (added.length === 0 || !flow) return given;
  const held = withoutDeclined(given, added);
  const facts = factsOf(held, added, me);
  const folded = fold(facts, flow, rules);
  const standing = me.role === "volunteer" ? completed(folded, held.standing, facts, added, rules) : folded;
  return { ...held, standing };
}

/** What I declined is no longer mine, as the server will say once it knows. */
function withoutDeclined(held: CaseView, added: readonly OutboxReport[]): CaseView {
  const declined = new Map(added.filter((r) => r.kind === "decline").map((r) => [r.assignment, momentOf(r, held)]));
  const assignments = held.assignments.map((a) =>
    declined.has(a.id) && !a.ended_at ? { ...a, ended_at: declined.get(a.id)!, end: "declined" } : a,
  );
  return { ...held, assignments };
}

/** When a report was made, by the server's clock; never before its case was opened. */
export function momentOf(report: Pick<ReportView, "made_at" | "clock_offset_ms">, { opened_at }: Pick<CaseView, "opened_at">): string {
  return new Date(Math.max(Date.parse(report.made_at) + report.clock_offset_ms, Date.parse(opened_at))).toISOString();
}

/** Everything the standing follows from, with the phone's own reports. */
export function factsOf(held: CaseView, added: readonly OutboxReport[], me: Me): Facts {
  return {
    level: held.level,
    opened_at: held.opened_at,
    graded_at: held.graded_at,
    given_type: held.given_type,
    assignments: held.assignments.map((a) => ({ ...a, member: a.member?.id ?? null })),
    reports: [...held.reports.map(asFact), ...added.map((r) => ({ ...r, member: me.id }))],
    decisions: held.decisions,
    pauses: held.pauses,
  };
}

/** A volunteer holds only his own reports; what others' reports led to is as the server said. */
function completed(
  folded: Standing,
  server: Standing,
  facts: Facts,
  added: readonly OutboxReport[],
  rules: Rules,
): Standing {
  const whole: Standing = {
    ...folded,
    call: added.some((r) => r.track === "call") ? folded.call : server.call,
    visit_wanted: server.visit_wanted || folded.visit_wanted,
    immediate_since: server.immediate_since ?? folded.immediate_since,
    fraud_type: added.some((r) => r.fraud_type || r.inputs.fraud_type) ? folded.fraud_type : server.fraud_type,
    help_since: added.some((r) => r.kind === "help" || r.kind === "safe") ? folded.help_since : server.help_since,
    strays: { ...server.strays, ...folded.strays },
  };
  return { ...whole, ...firstDue(whole, facts, rules) };
}

function asFact(report: ReportView): ReportFact {
  return { ...report, member: report.member.id };
}
