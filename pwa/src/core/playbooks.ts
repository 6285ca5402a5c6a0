/** The playbooks on this phone: asked for after the first screen is there, kept for when there is no network. */

import { shallowRef, watch, type ShallowRef } from "vue";
import { ask } from "./api";
import { isOpen, keep, kept, openMemberId } from "./db";
import { Problem } from "./problem";
import type { Playbooks } from "./rules";
import { session } from "./session";

const KEPT = "playbooks";

/** Null until they have been read. */
export const playbooks: ShallowRef<Playbooks | null> = shallowRef(null);

/** Have those that belong to the rules in force, from now on; without a network as soon as there is one. */
export function startPlaybooks(): void {
  watch(() => [session.me?.id, session.rules?.version, session.online, session.barred], () => void refresh(), { immediate: true });
}

async function refresh(): Promise<void> {
  const member = openMemberId();
  const version = session.rules?.version;
  if (member === null || !version || playbooks.value?.version === version) return;
  const here = (await kept<Playbooks>(KEPT)) ?? null;
  if (openMemberId() !== member) return;
  if (here) playbooks.value = here;
  if (here?.version === version || !session.online || session.barred) return;
  try {
    const fresh = await ask<Playbooks>("/api/playbooks/");
    playbooks.value = fresh;
    if (isOpen()) await keep(KEPT, fresh);
  } catch (refusal) {
    // No answer: the next sign of the server calls this again.
    if (!(refusal instanceof Problem)) throw refusal;
  }
}
