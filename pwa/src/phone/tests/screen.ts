/** A phone with the officer's case on it, all rules of the fixtures, and a guided track on its screen to tap on. */

import { flushPromises, mount, type DOMWrapper, type VueWrapper } from "@vue/test-utils";
import { createMemoryHistory, createRouter } from "vue-router";
import { expect, vi } from "vitest";
import { caseId, givenCase, signIn, wipePhone, type Tab } from "../../core/tests/scene";
import { FakeServer } from "../../core/tests/server";
import type { CaseView, TrackName } from "../../core/types";
import { allPlaybooks, allRules } from "./rules";

type Found = Omit<DOMWrapper<Element>, "exists">;

/** Waits are short: whatever comes, comes from the phone's own database. */
const SOON = { interval: 5, timeout: 15_000 };

export async function openScreen(track: TrackName, change: (view: CaseView) => void = () => undefined): Promise<Screen> {
  wipePhone();
  // As over plain http: nothing waits for cryptography, which answers whenever its thread is done.
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const server = new FakeServer();
  const view = givenCase();
  change(view);
  server.cases.set(caseId, view);
  server.install();
  window.scrollTo = vi.fn();
  const tab = await signIn(server);
  tab.session.rules = allRules();
  (await import("../../core/playbooks")).playbooks.value = allPlaybooks();
  const screen = new Screen(server, tab);
  await screen.restart(track);
  return screen;
}

export class Screen {
  private shown: VueWrapper | undefined;

  constructor(
    readonly server: FakeServer,
    readonly tab: Tab,
  ) {}

  /** Puts the track on the screen, as after the tab was killed. */
  async restart(track: TrackName): Promise<void> {
    this.unmount();
    // After the tab's own modules, so that screen and store are the same ones.
    const { default: FlowScreen } = await import("../FlowScreen.vue");
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: "/:rest(.*)*", component: { template: "<i />" } }] });
    this.shown = mount(FlowScreen, { props: { id: caseId, track }, global: { plugins: [router] }, attachTo: document.body });
    await this.settle();
  }

  unmount(): void {
    this.shown?.unmount();
    this.shown = undefined;
  }

  /** The end of a test: nothing goes on behind it. */
  async close(): Promise<void> {
    this.unmount();
    await this.tab.logout();
  }

  text(): string {
    return this.on.text();
  }

  step(): string | undefined {
    const step = this.on.find("[data-step]");
    return step.exists() ? step.attributes("data-step") : undefined;
  }

  async comesTo(step: string): Promise<void> {
    await expect.poll(() => this.step(), SOON).toBe(step);
    await this.settle();
  }

  has(id: string): boolean {
    return this.on.find(`[data-testid="${id}"]`).exists();
  }

  hit(id: string): Found {
    return this.on.get(`[data-testid="${id}"]`);
  }

  /** Tap it as soon as it is there, and let the phone write what follows. */
  async tap(id: string): Promise<void> {
    await vi.waitFor(() => this.hit(id), SOON);
    await this.hit(id).trigger("click");
    await this.settle();
  }

  /** A part of the screen says something that a test cannot do by hand. */
  emit(part: string, event: string, said: unknown): void {
    this.on.findComponent({ name: part }).vm.$emit(event, said);
  }

  async answer(...codes: string[]): Promise<void> {
    for (const code of codes) await this.tap(`answer-${code}`);
  }

  async type(label: string, text: string): Promise<void> {
    await vi.waitFor(() => this.field(label), SOON);
    await this.field(label).setValue(text);
    await this.settle();
  }

  value(label: string): string {
    return (this.field(label).element as HTMLInputElement).value;
  }

  /** The lines of the summary. */
  lines(): DOMWrapper<Element>[] {
    return this.on.findAll("[data-testid^=line-]");
  }

  /** What has been answered, oldest first: [step, answer]. */
  answers(): [string, string][] {
    const stored = this.tab.cases.value.get(caseId)?.reports ?? [];
    const own = this.tab.unsentReports(caseId).value.filter((one) => !stored.some(({ id }) => id === one.id));
    return [...stored, ...own].filter(({ kind }) => kind === "answer").map(({ step, answer }) => [step ?? "", answer ?? ""]);
  }

  async settle(): Promise<void> {
    await this.flush();
    // What is written waits its turn behind what is being sent; whatever is asked after it is answered after it.
    await this.tab.syncOnce();
    await this.flush();
  }

  private async flush(): Promise<void> {
    // IndexedDB answers in tasks of their own, several deep.
    for (let round = 0; round < 12; round++) await flushPromises();
  }

  private get on(): VueWrapper {
    if (!this.shown) throw new Error("nothing is on the screen");
    return this.shown;
  }

  private field(label: string): Found {
    const found = this.on.findAll("label").find((one) => one.text().startsWith(label));
    return this.on.get(`#${found?.attributes("for") ?? "none"}`);
  }
}
