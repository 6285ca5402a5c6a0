/** A server in memory that answers as the real one does, and fails on demand: before or after it has stored. */

import { vi } from "vitest";
import { factsOf } from "../../fold/refold";
import { fold } from "../../fold/standing";
import { foldRules, readFlow } from "../../fold/tests/rules";
import type { CaseView, MemberView, News, ReportIn, ReportView } from "../types";

export const officer: MemberView = {
  id: 7,
  name: "周敏",
  role: "officer",
  unit: { id: 3, code: "ylb", name: "渝碚路派出所", tier: "station", phone: "023-60000003" },
  village: null,
  badge: "023117",
  phone: "13900000007",
  on_duty: true,
};

export const other: MemberView = { ...officer, id: 8, name: "何军", badge: "023118" };

export class FakeServer {
  now = Date.parse("2026-03-05T06:00:00Z");
  signedIn: MemberView | null = null;
  members: Record<string, MemberView> = { zhou: officer, he: other };
  reports = new Map<string, ReportIn & { member: number; device: string }>();
  pictures = new Set<string>();
  head = 1;
  /** What the phone last confirmed to have stored. */
  confirmed: unknown = null;
  /** How often reports arrived at all, stored or known. */
  batches: ReportIn[][] = [];
  /** Requests to come that are cut after the server has stored. */
  loseAnswers = 0;
  isReachable = true;
  /** The newest edition of the playbooks, and how often they were asked for. */
  edition = 0;
  playbooksAsked = 0;
  /** This phone was reported lost. */
  lost: { takes_in: boolean } | null = null;
  /** How often a phone said that it has wiped itself. */
  wiped = 0;
  /** What it gives for the password. */
  localKey = "key";
  /** Answers refused with this field's name. */
  invalid = new Map<string, string>();
  /** Refuses any batch that holds this report, as a whole. */
  poison: { id: string; status: number } | null = null;
  cases = new Map<string, CaseView>();

  install(): void {
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.answer(path, init));
    vi.stubGlobal("WebSocket", DeafSocket);
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    await Promise.resolve();
    if (!this.isReachable) throw new TypeError("Failed to fetch");
    const { status, body, headers = {} } = this.route(path, init);
    if (this.loseAnswers > 0 && path === "/api/reports/") {
      this.loseAnswers -= 1;
      throw new TypeError("Failed to fetch");
    }
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
  }

  private route(path: string, init: RequestInit): { status: number; body?: unknown; headers?: Record<string, string> } {
    const said = typeof init.body === "string" ? (JSON.parse(init.body) as Record<string, unknown>) : {};
    if (path === "/api/login/") {
      this.signedIn = this.members[String(said["username"])] ?? null;
      if (!this.signedIn) return { status: 400, body: problem("wrong_login") };
    } else if (path === "/api/logout/") {
      this.signedIn = null;
      return { status: 204 };
    }
    if (!this.signedIn) return { status: 401, body: problem("not_logged_in") };
    const inNameOf = new Headers(init.headers).get("X-Member");
    if (inNameOf && path !== "/api/login/" && inNameOf !== String(this.signedIn.id)) return { status: 401, body: problem("not_logged_in") };
    if (path === "/api/me/wiped/") {
      this.wiped += 1;
      return { status: 204 };
    }
    const isTakenIn = this.lost?.takes_in && ["/api/reports/", "/api/uploads/"].includes(path);
    if (this.lost && !isTakenIn) return { status: 403, body: { code: "device_lost", take_in: this.lost.takes_in } };
    if (path === "/api/me/" || path === "/api/login/") return { status: 200, body: this.me(path) };
    if (path === "/api/rules/") return { status: 200, body: rules() };
    if (path === "/api/playbooks/") {
      this.playbooksAsked += 1;
      return { status: 200, body: { version: "1", playbooks: {}, playbook_for: {}, edition: this.edition } };
    }
    if (path === "/api/news/confirm/") {
      this.confirmed = said["cursors"];
      return { status: 200, body: { delivered: 1 } };
    }
    if (path.startsWith("/api/news/")) return { status: 200, body: this.news(path) };
    if (path === "/api/reports/") return this.take(said as unknown as { device: string; reports: ReportIn[] });
    if (path === "/api/uploads/") return this.takePicture(init);
    return { status: 404, body: problem("not_found") };
  }

  /** Whole at once: how pieces travel is tried with `tus.ts`. */
  private takePicture({ headers, body }: RequestInit): { status: number; headers: Record<string, string> } {
    const metadata = new Headers(headers).get("Upload-Metadata")!;
    const sha256 = /sha256 ([^,]+)/.exec(metadata)![1]!;
    this.pictures.add(atob(sha256));
    return { status: 201, headers: { Location: "/api/uploads/1/", "Upload-Offset": String((body as ArrayBuffer).byteLength) } };
  }

  private me(path: string): unknown {
    const key = path === "/api/login/" ? btoa(`${this.localKey} of ${this.signedIn!.id}`.padEnd(32, ".")) : null;
    const now = new Date(this.now).toISOString();
    return { member: this.signedIn, local_key: key, streams: [3], csrf: "x", server_time: now };
  }

  private take({ device, reports }: { device: string; reports: ReportIn[] }): { status: number; body: unknown } {
    this.batches.push(reports);
    const { poison } = this;
    if (poison && reports.some((r) => r.id === poison.id)) return { status: poison.status, body: problem("bad_input") };
    const results = reports.map((said) => {
      const fault = this.invalid.get(said.id);
      if (fault) return { id: said.id, status: "invalid", errors: [{ field: fault, message: "不对", message_en: "wrong" }] };
      const isKnown = this.reports.has(said.id);
      if (!isKnown) {
        this.reports.set(said.id, { ...said, device, member: this.signedIn!.id });
        this.head += 1;
      }
      return { id: said.id, status: isKnown ? "known" : "stored" };
    });
    return { status: 200, body: { results, server_time: new Date(this.now).toISOString() } };
  }

  private news(path: string): News {
    const after = new URLSearchParams(path.split("?")[1]).get("after");
    return {
      server_time: new Date(this.now).toISOString(),
      snapshot: !after,
      cursors: { "3": this.head },
      events: [],
      cases: [...this.cases.values()].map((view) => this.folded(view)),
      removed: [],
      members: [],
      more: false,
    };
  }

  private folded(view: CaseView): CaseView {
    const now = { ...view, reports: this.storedOf(view.id) };
    return { ...now, standing: fold(factsOf(now, [], officer), readFlow(view.flow), foldRules) };
  }

  private storedOf(caseId: string): ReportView[] {
    return [...this.reports.values()].filter((r) => r.case === caseId).map((r) => this.viewOf(r));
  }

  private viewOf(said: ReportIn & { member: number; device: string }): ReportView {
    const { name, role, phone } = officer;
    return {
      id: said.id,
      kind: said.kind,
      track: said.track ?? null,
      assignment: said.assignment ?? null,
      step: said.step ?? null,
      answer: said.answer ?? null,
      inputs: said.inputs,
      reason: said.reason ?? null,
      fraud_type: said.fraud_type ?? null,
      note: said.note ?? null,
      member: { id: said.member, name, role, phone },
      device: said.device,
      device_label: "Android · Chrome",
      seq: said.seq,
      made_at: said.made_at,
      clock_offset_ms: said.clock_offset_ms,
      received_at: new Date(this.now).toISOString(),
      after_loss: false,
    };
  }
}

/** A socket that never opens: these tests go over HTTP. */
class DeafSocket {
  readyState = 0;
  onopen = null;
  onclose = null;
  onmessage = null;
  close(): void {
    this.readyState = 3;
  }
}

function problem(code: string): unknown {
  return { code, message: "不行", message_en: "no" };
}

function rules(): unknown {
  return {
    ...foldRules,
    version: "1",
    current_flow: "dissuasion-1",
    flows: { "dissuasion-1": readFlow("dissuasion-1") },
    outcomes: {},
    fraud_types: {},
    codes: { answers: { hung_up: { zh: "挂断了", en: "Hung up" } } },
  };
}
