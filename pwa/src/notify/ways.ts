/** Ways of being told, one's own or a unit's: loaded, changed, and tried until it is known what came of it. */

import { onUnmounted, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { ask } from "../core/api";
import type { Channel, Kind } from "./types";

export interface Ways<T extends { channels: Channel[] }> {
  shown: ShallowRef<T | null>;
  trouble: ShallowRef<unknown>;
  busy: Ref<boolean>;
  /** Removed a moment ago: it can be taken back. */
  removed: ShallowRef<Channel | null>;
  load: () => Promise<void>;
  /** True when it was kept. */
  add: (kind: Kind, address: string) => Promise<boolean>;
  change: (channel: Channel, what: { is_on?: boolean; is_removed?: boolean }) => Promise<void>;
  /** Send a trial and look until it has its result. */
  tryOut: (channel: Channel) => Promise<void>;
}

const LOOK_MS = 700;
const LOOKS = 40;
const UNDO_MS = 10_000;

export function useWays<T extends { channels: Channel[] }>(path: () => string, unit: () => string): Ways<T> {
  const shown = shallowRef(null) as ShallowRef<T | null>;
  const trouble = shallowRef<unknown>(null);
  const busy = ref(false);
  const removed = shallowRef<Channel | null>(null);
  let undoTimer: ReturnType<typeof setTimeout> | undefined;
  let isHere = true;

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    trouble.value = null;
    busy.value = true;
    try {
      await work();
      return true;
    } catch (fault) {
      trouble.value = fault;
      return false;
    } finally {
      busy.value = false;
    }
  }

  async function read(): Promise<void> {
    const of = path();
    const said = await ask<T>(of);
    if (of === path()) shown.value = said;
  }

  async function send(to: string, body?: unknown): Promise<void> {
    const { channels } = await ask<{ channels: Channel[] }>(to, { method: "POST", ...(body ? { body } : {}) });
    if (shown.value) shown.value = { ...shown.value, channels };
  }

  const load = (): Promise<void> => attempt(read).then(() => undefined);

  const add = (kind: Kind, address: string): Promise<boolean> =>
    attempt(async () => {
      await send("/api/notifications/channels/", { kind, address, unit: unit() });
      await read();
    });

  async function change(channel: Channel, what: { is_on?: boolean; is_removed?: boolean }): Promise<void> {
    const isDone = await attempt(async () => {
      await send(`/api/notifications/channels/${channel.id}/`, what);
      await read();
    });
    if (!isDone || what.is_removed === undefined) return;
    clearTimeout(undoTimer);
    removed.value = what.is_removed ? channel : null;
    undoTimer = setTimeout(() => (removed.value = null), UNDO_MS);
  }

  async function tryOut(channel: Channel): Promise<void> {
    if (!(await attempt(() => send(`/api/notifications/channels/${channel.id}/test/`)))) return;
    for (let look = 0; look < LOOKS && isHere && isOpen(channel.id); look++) {
      await new Promise((go) => setTimeout(go, LOOK_MS));
      await read().catch(() => undefined);
    }
  }

  function isOpen(id: number): boolean {
    return shown.value?.channels.find((each) => each.id === id)?.test?.state === "waiting";
  }

  onUnmounted(() => {
    isHere = false;
    clearTimeout(undoTimer);
  });
  return { shown, trouble, busy, removed, load, add, change, tryOut };
}
