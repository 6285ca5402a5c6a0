/** Tabs of the same member tell each other what they changed in the shared database. */

import { openMemberId } from "./db";
import { isStillOurs } from "./ours";
import { showOutbox, showStored } from "./shown";

interface Told {
  member: number;
  cases?: string[] | "all";
  outbox?: boolean;
  entered?: boolean;
}

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("qiaomen");

export function tellTabs(what: Omit<Told, "member">): void {
  const member = openMemberId();
  if (member !== null) channel?.postMessage({ ...what, member } satisfies Told);
}

export function listenToTabs(): void {
  channel?.addEventListener("message", (message: MessageEvent<Told>) => {
    if (message.data.entered) void isStillOurs();
    if (message.data.member !== openMemberId()) return;
    if (message.data.cases) void showStored(message.data.cases);
    if (message.data.outbox) void showOutbox();
  });
}
