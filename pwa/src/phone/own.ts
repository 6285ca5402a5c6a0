/** A case with the phone's own reports in it, sent or not, so that path and timeline show them at once. */

import type { OutboxReport } from "../core/outbox";
import { momentOf } from "../fold/refold";
import type { CaseView, Me, ReportView } from "../core/types";

export function withOwn(view: CaseView, own: readonly OutboxReport[], me: Me): CaseView {
  const stored = new Set(view.reports.map((report) => report.id));
  // A refused report is not on the server, so it leads nowhere; it waits under 待上报.
  const added = own.filter((report) => report.state !== "invalid" && !stored.has(report.id));
  return added.length ? { ...view, reports: [...view.reports, ...added.map((report) => viewOf(report, view, me))] } : view;
}

function viewOf(report: OutboxReport, view: CaseView, me: Me): ReportView {
  return {
    id: report.id,
    kind: report.kind,
    track: report.track ?? null,
    assignment: report.assignment ?? null,
    step: report.step ?? null,
    answer: report.answer ?? null,
    inputs: report.inputs,
    reason: report.reason ?? null,
    fraud_type: report.fraud_type ?? null,
    note: report.note ?? null,
    member: { id: me.id, name: me.name, role: me.role, phone: me.phone },
    device: report.device,
    device_label: "",
    seq: report.seq,
    made_at: report.made_at,
    clock_offset_ms: report.clock_offset_ms,
    // Not received yet: its own corrected time, so that it sorts as it will once it is.
    received_at: momentOf(report, view),
    // Only the server knows of the loss, and says so once it has the report.
    after_loss: false,
  };
}
