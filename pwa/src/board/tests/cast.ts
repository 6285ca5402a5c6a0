/** A case, its people and rules to test with: 演练数据, invented. */

import type { AssignmentView, CaseView, Level, Me, Person, ReportView, Rules, Standing } from "../../core/types";

export const T0 = "2026-03-01T06:00:00Z";

/** The moment so many seconds after the case was opened. */
export function after(seconds: number): string {
  return new Date(Date.parse(T0) + seconds * 1000).toISOString();
}

export const li: Person = { id: 7, name: "李伟", role: "officer", phone: "13900000007" };
export const zhou: Person = { id: 8, name: "周敏", role: "operator", phone: "13900000008" };

const district = { id: 1, code: "500108", name: "南岸区中心" };
const station = { id: 2, code: "500108001", name: "南坪派出所" };

export const chief: Me = {
  id: 9,
  name: "张所",
  role: "chief",
  unit: { ...station, tier: "station", phone: "02362800000" },
  village: null,
  badge: "012345",
  phone: "13900000009",
  on_duty: true,
};

const TRACK = { step: "dial", end: null, attempts: [], arrived_at: null, accepted_by: null, accepted_at: null };

export function standing(change: Partial<Standing> = {}): Standing {
  return {
    state: "open",
    fraud_type: "investment",
    call: { ...TRACK },
    visit: { ...TRACK, step: "travel" },
    visit_wanted: false,
    immediate_since: null,
    outcome: null,
    money: { about_to_go_fen: 0, saved_fen: 0, lost_fen: 0, payments: [] },
    help_since: null,
    alive_until: null,
    revisit_at: null,
    transfer_to: null,
    strays: {},
    due_kind: "accept",
    due_at: after(180),
    ...change,
  };
}

export function aCase(id: string, change: Partial<CaseView> = {}): CaseView {
  return {
    id,
    number: `500108-20260301-${id}`,
    drill: false,
    opened_at: T0,
    graded_at: T0,
    level: "critical",
    reasons: [],
    given_type: "investment",
    flow: "dissuasion-1",
    target: {
      name: "彭先生",
      phone: "13800000000",
      id_number: "",
      age: 45,
      address: "南坪街道1号",
      division: "500108001",
      division_name: "南坪街道",
      latitude: null,
      longitude: null,
    },
    district,
    station,
    needs_routing: "",
    signal_count: 1,
    signals: [],
    assignments: [],
    reports: [],
    decisions: [],
    transfers: [],
    links: [],
    reviewing: null,
    evidence: [],
    standing: standing(),
    ...change,
  };
}

export function assignment(id: number, change: Partial<AssignmentView> = {}): AssignmentView {
  return {
    id,
    track: "visit",
    unit: station,
    member: li,
    by: null,
    why: "first",
    assigned_at: T0,
    delivered_at: null,
    accepted_at: null,
    ended_at: null,
    end: "",
    ...change,
  };
}

let counter = 0;

export function report(change: Partial<ReportView> = {}): ReportView {
  counter += 1;
  const made = change.made_at ?? T0;
  return {
    id: `report-${counter}`,
    kind: "answer",
    track: "call",
    assignment: 1,
    step: "dial",
    answer: "hung_up",
    inputs: {},
    reason: null,
    fraud_type: null,
    note: null,
    member: zhou,
    device: "device-a",
    device_label: "Android · Chrome",
    seq: counter,
    made_at: made,
    clock_offset_ms: 0,
    received_at: change.received_at ?? made,
    after_loss: false,
    ...change,
  };
}

const words = (zh: string) => ({ zh, en: zh });

export const critical = {
  name: words("特危"),
  limits: { accept: 180, phone: 600, met: 3600 },
} as unknown as Level;

const step = (screen: string, track: string) => ({ track, screen, answers: [], rules: [], effect: null, end: null });

export const rules = {
  levels: { critical },
  immediate_met: 1800,
  outcomes: { persuaded: { name: words("已劝阻") } },
  fraud_types: { investment: { name: words("虚假网络投资理财") } },
  codes: {
    answers: { hung_up: words("挂断了"), persuaded: words("接通·已劝住"), arrived: words("我到了") },
    steps: { dial: { title: words("打电话") }, travel: { title: words("上门") }, result: { title: words("劝阻结果") } },
    ends: { reassigned: words("已改派"), done: words("已完成") },
    why: { first: words("首次派单") },
    decline: { too_far: words("离得太远，赶不到") },
    behaviours: { shares_screen: words("共享屏幕") },
    seen: { identity_photos: words("正在拍照核验身份") },
    strays: {},
    transfer: {},
  },
  flows: {
    "dissuasion-1": {
      flow: "dissuasion",
      version: 1,
      start: { call: "dial", visit: "travel" },
      steps: { dial: step("call", "call"), travel: step("travel", "visit"), result: step("result", "visit") },
    },
  },
} as unknown as Rules;
