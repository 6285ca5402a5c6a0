/** Background Sync: the service worker sends what waits after the app was closed, as soon as there is a network. */

import { MemberDatabase } from "./core/db";
import { deviceId, lastMember } from "./core/device";
import type { Lending } from "./core/lending";
import { pushPictures } from "./core/pictures";
import { pushReports, releaseHeld } from "./core/push";
import { Seal } from "./core/seal";
import { withSyncLock } from "./core/synclock";
import { fetchAnswer, type Transport } from "./core/transport";

declare const self: ServiceWorkerGlobalScope & {
  cookieStore?: { get(name: string): Promise<{ value: string } | null> };
};

/** A page that sleeps does not answer; the browser lets an event run for about this long. */
const PAGE_WAIT_MS = 90_000;

/** In memory only, as long as the browser lets this worker live: then an open page or the next start sends. */
let lent: { member: number; key: CryptoKey } | null = null;

/** Pages leave their key here, take it back, and borrow it after a reload. */
export function keepKeys({ data, ports }: ExtendableMessageEvent): void {
  const said = data as Lending;
  if (said.type === "keep_key") lent = { member: said.member, key: said.key };
  else if (said.type === "forget_key") lent = null;
  else if (said.type === "ask_key") {
    const answer: Lending = lent?.member === said.member ? { type: "key", ...lent } : { type: "no_key" };
    ports[0]?.postMessage(answer);
  }
}

/** An open page does it (and shows it); without one the worker does. A failure makes the browser try again later, and ever later. */
export async function syncInBackground(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  if (pages.length > 0) return Promise.any(pages.map(askToSync));
  const last = await lastMember();
  if (!last?.signed_in || lent?.member !== last.me.id) return;
  const database = new MemberDatabase(last.me.id, Seal.with(lent.key));
  try {
    await withSyncLock(last.me.id, async () => {
      // A page that is swept away may not have come to it.
      await releaseHeld(database);
      await pushReports(database, transport);
      await pushPictures(database, transport);
    });
  } finally {
    database.close();
  }
}

/** Fulfilled once this page has sent all that waits. */
function askToSync(page: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const answer = new MessageChannel();
    const refuse = (): void => reject(new Error("the page could not send all that waits"));
    const timer = setTimeout(refuse, PAGE_WAIT_MS);
    answer.port1.onmessage = ({ data: done }: MessageEvent<boolean>) => {
      clearTimeout(timer);
      answer.port1.close();
      if (done) resolve();
      else refuse();
    };
    page.postMessage({ type: "sync" }, [answer.port2]);
  });
}

const transport: Transport = async (path, wanted) => {
  const token = (await self.cookieStore?.get("csrftoken"))?.value ?? "";
  return fetchAnswer(path, wanted, { "X-CSRFToken": token, "X-Device": await deviceId() });
};
