/** One at a time sends for a member: one tab, or the service worker. */

/** Where there are no Web Locks (plain http, older phones), at least this tab sends one thing at a time. */
let tabQueue: Promise<unknown> = Promise.resolve();

export async function withSyncLock<T>(memberId: number, work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return (await navigator.locks.request(`qiaomen-sync-${memberId}`, work)) as T;
  const next = tabQueue.then(work);
  tabQueue = next.catch(() => undefined);
  return next;
}
