/** Tabs of the same member tell each other what they changed in the shared database. */

import { openMemberId } from "./db";
import { isStillOurs } from "./ours";
import { session } from "./session";
import { showOutbox, showStored } from "./shown";
import { showTaken } from "./taken";

interface Told {
  member: number;
  cases?: string[] | "all";
  outbox?: boolean;
  entered?: boolean;
}

const KEY = "qiaomen-told";
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("qiaomen");

export function tellTabs(what: Omit<Told, "member">): void {
  const member = openMemberId();
  if (member === null) return;
  const told: Told = { ...what, member };
  if (channel) channel.postMessage(told);
  else tellByStorage(told);
}

/** `signedInAgain`: this tab's login had run out, and its member has signed in in another. */
export function listenToTabs(signedInAgain: () => void): void {
  const listen = (told: Told): void => take(told, signedInAgain);
  channel?.addEventListener("message", (message: MessageEvent<Told>) => listen(message.data));
  if (channel) return;
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === KEY && newValue) listen((JSON.parse(newValue) as { told: Told }).told);
  });
}

function take(told: Told, signedInAgain: () => void): void {
  if (told.entered) void isStillOurs();
  if (told.member !== openMemberId()) return;
  if (told.entered && session.barred === "expired") signedInAgain();
  if (told.cases) void Promise.all([showStored(told.cases), showTaken()]);
  if (told.outbox) void showOutbox();
}

/** Safari until 15.4 has no channel, but tells every other tab when what is stored changes; so each word must differ from the last. */
function tellByStorage(told: Told): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ told, nonce: Math.random() }));
  } catch {
    // No storage either: the other tab sees it when it next looks.
  }
}
