/** What the preview shows the words on: an invented case (演练数据), and whoever holds the phone. */

import type { Rules } from "../core/rules";
import type { AssignmentView, CaseView, Me, Standing, TrackName } from "../core/types";
import { speakerOf } from "../phone/playbook";
import type { Stage } from "../phone/stage";
import type { Book } from "./doors";
import type { Scene } from "./sections";

const AT = "2026-03-01T01:00:00Z";
const UNIT = { id: 0, code: "", name: "南坪派出所" };

/** The step of the present flow that has this screen, as somebody of this role finds it; null where the flow has none. */
export function stageFor(book: Book, role: "officer" | "volunteer", scene: Scene, rules: Rules, self: Me): Stage | null {
  const flow = rules.flows[rules.current_flow];
  const found = Object.entries(flow?.steps ?? {}).find(([, step]) => step.screen === scene);
  if (!flow || !found) return null;
  const [name, step] = found;
  const me: Me = { ...self, id: 0, role, name: role === "officer" ? "演练民警一" : "演练志愿者一", unit: { ...self.unit, name: UNIT.name } };
  const track: TrackName = step.track ?? "visit";
  const type = rules.fraud_types[book.type];
  return {
    view: demoCase(book.type, rules.current_flow),
    // Only this type: nobody corrects the type of a case that does not exist.
    rules: { ...rules, fraud_types: type ? { [book.type]: type } : {} },
    flow,
    track,
    me,
    assignment: demoAssignment(track),
    trail: { step: name, end: null, passed: [] },
    name,
    step,
    before: null,
    playbook: book,
    speaker: speakerOf(me),
    missing: [],
    isBusy: false,
  };
}

function demoAssignment(track: TrackName): AssignmentView {
  const times = { assigned_at: AT, delivered_at: AT, accepted_at: AT, ended_at: null };
  return { id: 0, track, unit: UNIT, member: null, by: null, why: "first", end: "", ...times };
}

function demoCase(fraudType: string, flow: string): CaseView {
  return {
    id: "demo",
    number: "演练数据",
    drill: true,
    opened_at: AT,
    graded_at: AT,
    level: "high",
    reasons: [],
    given_type: fraudType,
    flow,
    target: demoTarget(),
    district: UNIT,
    station: UNIT,
    needs_routing: "",
    signal_count: 1,
    signals: [],
    assignments: [],
    reports: [],
    decisions: [],
    transfers: [],
    reviewing: null,
    links: [],
    evidence: [],
    standing: demoStanding(fraudType),
  };
}

function demoTarget(): CaseView["target"] {
  const place = { address: "", division: "", division_name: "", latitude: null, longitude: null };
  return { name: "演练对象", initials: [], phone: "13800000000", id_number: "", age: 45, ...place };
}

function demoStanding(fraudType: string): Standing {
  const track = { step: "", end: null, attempts: [], arrived_at: null, accepted_by: null, accepted_at: null };
  return {
    state: "open",
    fraud_type: fraudType,
    call: track,
    visit: track,
    visit_wanted: false,
    immediate_since: null,
    outcome: null,
    money: { about_to_go_fen: 0, saved_fen: 0, lost_fen: 0, payments: [] },
    help_since: null,
    alive_until: null,
    revisit_at: null,
    transfer_to: null,
    strays: {},
    due_kind: "",
    due_at: null,
  };
}
