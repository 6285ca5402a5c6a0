/** Background Sync: the service worker sends what waits after the app was closed, as soon as there is a network. */

import { MemberDatabase } from "./core/db";
import { deviceId, lastMember } from "./core/device";
import { noAnswer, Problem } from "./core/problem";
import { pushEvidence, pushReports, syncLock, type Ask } from "./core/push";

declare const self: ServiceWorkerGlobalScope & {
  cookieStore?: { get(name: string): Promise<{ value: string } | null> };
};

/** An open page does it (and shows it); without one the worker does. A failure makes the browser try again later. */
export async function syncInBackground(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  if (pages.length > 0) {
    for (const page of pages) page.postMessage({ type: "sync" });
    return;
  }
  const last = await lastMember();
  if (!last?.signed_in) return;
  const database = new MemberDatabase(last.me.id);
  try {
    await self.navigator.locks.request(syncLock(last.me.id), async () => {
      await pushReports(database, ask);
      await pushEvidence(database, ask);
    });
  } finally {
    database.close();
  }
}

const ask: Ask = async (path, { method, body, raw }) => {
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    headers: {
      "Content-Type": raw?.type ?? "application/json",
      "X-CSRFToken": (await self.cookieStore?.get("csrftoken"))?.value ?? "",
      "X-Device": await deviceId(),
    },
    body: raw ? raw.bytes : JSON.stringify(body),
  }).catch(() => {
    throw noAnswer();
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(response.status, answer);
  return answer as never;
};

function refusal(status: number, answer: unknown): Problem {
  const said = (answer ?? {}) as { code?: string; message?: string; message_en?: string };
  return new Problem(said.code ?? `http_${status}`, said.message ?? "", said.message_en ?? "", status);
}
