/** The playbooks come after the rules, are kept, and are there again without a network. */

import { beforeEach, expect, it, vi } from "vitest";
import { nextTick } from "vue";
import { caseId, givenCase, signIn, startAgain, wipePhone } from "./scene";
import { FakeServer } from "./server";

let server: FakeServer;

beforeEach(() => {
  wipePhone();
  server = new FakeServer();
  server.install();
});

async function started() {
  const { playbooks, startPlaybooks } = await import("../playbooks");
  startPlaybooks();
  return playbooks;
}

it("brings those of the rules in force, and has them without a network later", async () => {
  await signIn(server);
  const first = await started();
  await vi.waitFor(() => expect(first.value?.version).toBe("1"));
  await vi.waitFor(async () => expect(await (await import("../db")).kept("playbooks")).toBeTruthy());

  server.isReachable = false;
  await startAgain();
  const later = await started();
  await vi.waitFor(() => expect(later.value?.version).toBe("1"));
});

it("comes once the server answers again", async () => {
  const tab = await signIn(server);
  server.isReachable = false;
  const books = await started();
  await vi.waitFor(() => expect(tab.session.online).toBe(false));
  expect(books.value).toBeNull();
  server.isReachable = true;
  await tab.syncOnce();
  await vi.waitFor(() => expect(books.value?.version).toBe("1"));
});

it("asks once, though the network goes and comes while the answer is on its way", async () => {
  const { session } = await signIn(server);
  const books = await started();
  for (const online of [false, true]) {
    session.online = online;
    await nextTick();
  }
  await vi.waitFor(() => expect(books.value?.version).toBe("1"));
  await vi.waitFor(async () => expect(await (await import("../db")).kept("playbooks")).toBeTruthy());
  expect(server.playbooksAsked).toBe(1);
});

it("asks anew when a case comes that opened after a playbook was changed", async () => {
  const tab = await signIn(server);
  const books = await started();
  await vi.waitFor(() => expect(books.value?.edition).toBe(0));
  server.edition = 3;
  server.cases.set(caseId, { ...givenCase(), edition: 3 });
  await tab.syncOnce();
  await vi.waitFor(() => expect(books.value?.edition).toBe(3));

  server.isReachable = false;
  await startAgain();
  const later = await started();
  await vi.waitFor(() => expect(later.value?.edition).toBe(3));
});
