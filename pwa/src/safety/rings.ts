/** What rings for this member: asked for when an event says so, when the network is back, and now and then while it rings. */

import { onMounted, onUnmounted, shallowRef, watch, type ShallowRef } from "vue";
import { act } from "../core/account";
import { ask } from "../core/api";
import { onEvent } from "../core/events";
import { report } from "../core/reports";
import type { components } from "../core/schema";
import { session } from "../core/session";
import { firstSync } from "../core/sync";

export type Ring = components["schemas"]["RingView"];

const EVENTS = new Set(["escalated", "alarm_taken", "alarm_ended"]);
const AGAIN_MS = 20_000;
/** Many phones come back together after a restart: they do not all ask in the same second. */
const SPREAD_MS = 3_000;

const rings: ShallowRef<readonly Ring[]> = shallowRef([]);

export function useRings(): Readonly<ShallowRef<readonly Ring[]>> {
  let stop = (): void => undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => {
    stop = onEvent((event) => {
      if (EVENTS.has(event.kind)) void look();
    });
    timer = setInterval(() => {
      if (rings.value.length > 0) void look();
    }, AGAIN_MS);
  });
  watch(
    () => [session.online, session.me?.id, session.lock],
    () => setTimeout(() => void firstSync.then(look), Math.random() * SPREAD_MS),
    { immediate: true },
  );
  onUnmounted(() => {
    stop();
    clearInterval(timer);
  });
  return rings;
}

/** 「我去」. Whoever was quicker is named by the next look. */
export async function go(ring: Ring): Promise<void> {
  await act(`/api/alarms/${ring.alarm.id}/take/`);
  await look();
}

/** Said by whoever stands beside him: a report as any other, kept until the server has it. */
export async function sayHeIsSafe(ring: Ring): Promise<void> {
  await report({ case: ring.case, kind: "safe" });
}

async function look(): Promise<void> {
  const me = session.me?.id;
  if (!session.online || me === undefined || session.lock || session.me?.role === "admin") {
    if (me === undefined) rings.value = [];
    return;
  }
  const said = await ask<components["schemas"]["Rings"]>("/api/alarms/").catch(() => null);
  if (said && session.me?.id === me) rings.value = said.alarms;
}
