/** A phone with the officer's case on it, all rules of the fixtures, and a guided track on its screen. */

import { flushPromises, mount, type VueWrapper } from "@vue/test-utils";
import { readdirSync, readFileSync } from "node:fs";
import { createMemoryHistory, createRouter } from "vue-router";
import { vi } from "vitest";
import { parse } from "yaml";
import type { Playbook, Rules } from "../../core/rules";
import { caseId, givenCase, signIn, wipePhone, type Tab } from "../../core/tests/scene";
import { FakeServer } from "../../core/tests/server";
import type { CaseView, TrackName } from "../../core/types";
import { readFlow } from "../../fold/tests/rules";

const FIXTURES = "../fixtures";

export interface Scene {
  server: FakeServer;
  tab: Tab;
  /** Puts the track on the screen. */
  show: (track: TrackName) => Promise<VueWrapper>;
  /** What has been reported, oldest first: [step, answer]. */
  answers: () => [string, string][];
}

/** All the rules, as the server publishes them. */
export function allRules(): Rules {
  const levels = read("levels/chongqing.yaml") as Pick<Rules, "levels" | "immediate_met">;
  const playbooks = readdirSync(`${FIXTURES}/playbooks`).map((file) => read(`playbooks/${file}`) as Playbook);
  return {
    version: "test",
    current_flow: "dissuasion-1",
    ...levels,
    fraud_types: read("codes/fraud_types.yaml") as Rules["fraud_types"],
    outcomes: read("codes/outcomes.yaml") as Rules["outcomes"],
    codes: read("codes/words.yaml") as Rules["codes"],
    flows: { "dissuasion-1": readFlow("dissuasion-1") },
    playbooks: Object.fromEntries(playbooks.map((book) => [book.type, book])),
    playbook_for: Object.fromEntries(playbooks.map((book) => [book.type, book.type])),
  };
}

export async function openScene(change: (view: CaseView) => void = () => undefined): Promise<Scene> {
  wipePhone();
  const server = new FakeServer();
  const view = givenCase();
  change(view);
  server.cases.set(caseId, view);
  server.install();
  window.scrollTo = vi.fn();
  const tab = await signIn(server);
  tab.session.rules = allRules();
  const answers = (): [string, string][] => {
    const stored = tab.cases.value.get(caseId)?.reports ?? [];
    const own = tab.unsentReports(caseId).value.filter((one) => !stored.some(({ id }) => id === one.id));
    return [...stored, ...own].filter(({ kind }) => kind === "answer").map(({ step, answer }) => [step ?? "", answer ?? ""]);
  };
  return { server, tab, show: (track) => show(track), answers };
}

/** The element with this test id. */
export function hit(screen: VueWrapper, id: string) {
  return screen.get(`[data-testid="${id}"]`);
}

/** Tap it as soon as it is there, and let the phone write what follows. */
export async function tap(screen: VueWrapper, id: string): Promise<void> {
  await vi.waitFor(() => hit(screen, id), { interval: 5 });
  await hit(screen, id).trigger("click");
  await settle();
}

export async function settle(): Promise<void> {
  // IndexedDB answers in tasks of their own, several deep.
  for (let round = 0; round < 12; round++) await flushPromises();
}

/** The step on the screen. */
export function stepOf(screen: VueWrapper): string | undefined {
  const step = screen.find("[data-step]");
  return step.exists() ? step.attributes("data-step") : undefined;
}

async function show(track: TrackName): Promise<VueWrapper> {
  // After the tab's own modules, so that screen and store are the same ones.
  const { default: FlowScreen } = await import("../FlowScreen.vue");
  const blank = { template: "<i />" };
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: blank }] });
  const screen = mount(FlowScreen, { props: { id: caseId, track }, global: { plugins: [router] }, attachTo: document.body });
  await settle();
  return screen;
}

function read(path: string): unknown {
  return parse(readFileSync(`${FIXTURES}/${path}`, "utf-8"));
}
