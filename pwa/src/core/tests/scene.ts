/** What every test of the phone's core starts from: an empty phone, a server, tabs, and a case given to the officer. */

import Dexie from "dexie";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { sayEverything } from "../../ui/tests/say_everything";
import type { CaseView } from "../types";
import { FakeServer, officer } from "./server";

export const PIN = "135790";
export const caseId = "019cbcd0-0000-7000-8000-000000000001";

// A tab that was killed lends no key; here its modules live on. Lending is tried in a real browser.
vi.doMock("../lending", () => ({
  startLending: () => undefined,
  lendKey: () => undefined,
  forgetKey: () => undefined,
  askForKey: () => Promise.resolve(null),
}));

/** The server of the test that runs. */
export let server: FakeServer;

/** Each test begins with a new phone, a server that has the case, and the app's timers in its hand; with `now`, the clock as well. */
export function startScene({ now }: { now?: string } = {}): void {
  const timers = ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] as const;
  beforeEach(() => {
    vi.useFakeTimers(now ? { toFake: [...timers, "Date"], now: Date.parse(now) } : { toFake: [...timers] });
    wipePhone();
    server = new FakeServer();
    server.cases.set(caseId, givenCase());
    server.install();
  });
  afterEach(() => {
    vi.clearAllTimers();
    vi.useRealTimers();
  });
}

/** Modules as one tab loads them; each call is a new tab (or a new start) on the same phone. */
export async function openTab() {
  vi.resetModules();
  const [store, sync, db, session, shown, evidence, push, vault] = await Promise.all([
    import("../store"),
    import("../sync"),
    import("../db"),
    import("../session"),
    import("../shown"),
    import("../evidence"),
    import("../push"),
    import("../vault"),
  ]);
  // As many rounds as guard a PIN would only make the tests slow.
  vault.strength.rounds = 10;
  await sayEverything();
  const tab = { ...store, ...sync, ...db, ...session, ...shown, ...evidence, ...push };
  open.push(tab);
  return tab;
}

/** Tabs of the test that runs. */
const open: Pick<typeof import("../store") & typeof import("../sync") & typeof import("../shown") & typeof import("../db"), "session" | "syncOnce" | "showOutbox" | "isOpen">[] = [];
const channels: Channel[] = [];

/** What tabs tell each other, until the test is over. */
class Channel extends BroadcastChannel {
  #isOver = false;

  constructor(name: string) {
    super(name);
    channels.push(this);
  }

  override postMessage(message: unknown): void {
    if (!this.#isOver) super.postMessage(message);
  }

  override close(): void {
    this.#isOver = true;
    super.close();
  }
}
vi.stubGlobal("BroadcastChannel", Channel);

/** Every tab finishes what it is sending and showing, and hears no other any more: work that outlives its test finds no page. */
afterEach(async () => {
  for (const channel of channels.splice(0)) channel.close();
  for (const tab of open.splice(0)) {
    tab.session.me = null;
    await tab.syncOnce();
    if (tab.isOpen()) await tab.showOutbox();
  }
  vi.unstubAllGlobals();
});

export type Tab = Awaited<ReturnType<typeof openTab>>;

/** A tab in which the officer works, with everything pulled. */
export async function signIn(server: FakeServer, username = "zhou"): Promise<Tab> {
  const tab = await openTab();
  await tab.startApp();
  await tab.login(username, "secret");
  if (tab.session.lock === "unset") await tab.setPin(PIN);
  await tab.syncOnce();
  server.batches = [];
  return tab;
}

/** The app started again on the same phone by the officer, who types his PIN. */
export async function startAgain(): Promise<Tab> {
  const tab = await openTab();
  await tab.startApp();
  expect(tab.session.lock).toBe("locked");
  await tab.unlock(PIN);
  return tab;
}

/** Wait for it; generous, for a busy machine is no fault of the code. */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000 });
}

/** The phone is new: no databases, no settings. */
export function wipePhone(): void {
  document.cookie = "csrftoken=x";
  localStorage.clear();
  Dexie.dependencies.indexedDB = new IDBFactory();
}

export function givenCase(): CaseView {
  const unit = { id: 3, code: "ylb", name: "渝碚路派出所" };
  const idle = { step: "", end: null, attempts: [], arrived_at: null, accepted_by: null, accepted_at: null };
  return {
    id: caseId,
    number: "演练-1",
    drill: true,
    opened_at: "2026-03-05T06:00:00Z",
    graded_at: "2026-03-05T06:00:00Z",
    level: "critical",
    reasons: [],
    given_type: "investment",
    flow: "dissuasion-1",
    target: {
      name: "彭先生",
      phone: "13900001111",
      id_number: "",
      age: 52,
      address: "演练路1号",
      division: "",
      division_name: "",
      latitude: null,
      longitude: null,
    },
    district: { id: 2, code: "cq-nan", name: "南岸区" },
    station: unit,
    needs_routing: "",
    signal_count: 1,
    signals: [],
    assignments: [assignment(1, "call", unit), assignment(2, "visit", unit)],
    reports: [],
    decisions: [],
    transfers: [],
    links: [],
    reviewing: null,
    evidence: [],
    standing: {
      state: "open",
      fraud_type: "investment",
      call: { ...idle, step: "dial" },
      visit: { ...idle, step: "travel" },
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
      due_at: "2026-03-05T06:03:00Z",
    },
  };
}

function assignment(id: number, track: "call" | "visit", unit: CaseView["district"]): CaseView["assignments"][number] {
  const { name, role, phone } = officer;
  return {
    id,
    track,
    unit,
    member: { id: officer.id, name, role, phone },
    by: null,
    why: "first",
    assigned_at: "2026-03-05T06:00:00Z",
    delivered_at: null,
    accepted_at: null,
    ended_at: null,
    end: "",
  };
}
