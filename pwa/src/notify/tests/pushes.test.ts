/** The service worker's part of a push: what is shown to whom, and where a tap leads. */

import { beforeEach, expect, it, vi } from "vitest";
import { rememberMember } from "../../core/device";
import type { Me } from "../../core/types";
import { openPush, showPush } from "../../pushes";

const shown = vi.fn();
const opened = vi.fn();
let pages: { url: string; focused: boolean; focus: () => Promise<void>; navigate: ReturnType<typeof vi.fn> }[] = [];

const SAID = { title: "敲门", text: "【特危】南坪派出所有新任务", path: "/case/1", tag: "case-1", member: 7, is_loud: true, vibration: [400, 120] };

beforeEach(async () => {
  shown.mockReset();
  opened.mockReset();
  pages = [];
  vi.stubGlobal("self", {
    registration: { showNotification: shown },
    clients: { matchAll: () => Promise.resolve(pages), openWindow: opened },
  });
  await rememberMember({ me: { id: 7 } as Me, signed_in: true });
});

function push(said: unknown): never {
  return { data: { json: () => (typeof said === "string" ? JSON.parse(said) : said) } } as never;
}

function touched(path: unknown): never {
  return { notification: { close: () => undefined, data: { path } } } as never;
}

function page(url: string): (typeof pages)[number] {
  return { url: `https://qiaomen.example${url}`, focused: false, focus: () => Promise.resolve(), navigate: vi.fn() };
}

it("shows the words as loud as the level", async () => {
  await showPush(push(SAID));
  expect(shown).toHaveBeenCalledWith(
    "敲门",
    expect.objectContaining({ body: SAID.text, tag: "case-1", renotify: true, requireInteraction: true, vibrate: [400, 120], data: { path: "/case/1" } }),
  );
});

it.each([
  ["somebody else is signed in", { me: { id: 8 } as Me, signed_in: true }],
  ["he has signed out", { me: { id: 7 } as Me, signed_in: false }],
])("says nothing of it when %s", async (_, member) => {
  await rememberMember(member);
  await showPush(push(SAID));
  const [, how] = shown.mock.calls[0] as [string, { body: string; data: unknown; tag: string }];
  expect([how.body.includes("特危"), how.data, how.tag]).toEqual([false, { path: "/" }, "qiaomen"]);
});

it("shows something of a push it does not understand", async () => {
  await showPush(push("{garbage"));
  expect(shown).toHaveBeenCalledOnce();
});

it("opens the case where no page is open", async () => {
  await openPush(touched("/case/1"));
  expect(opened).toHaveBeenCalledWith("/case/1");
});

it("leads an open page there, but never away from a step that is being filled in", async () => {
  pages = [page("/tasks")];
  await openPush(touched("/case/1"));
  expect(pages[0]!.navigate).toHaveBeenCalledWith("/case/1");
  pages = [page("/case/2/visit")];
  await openPush(touched("/case/1"));
  expect(pages[0]!.navigate).not.toHaveBeenCalled();
});

it.each(["https://evil.example/", "//evil.example", "javascript:alert(1)", 5, undefined])("leads nowhere else: %s", async (path) => {
  await openPush(touched(path));
  expect(opened).toHaveBeenCalledWith("/");
});
