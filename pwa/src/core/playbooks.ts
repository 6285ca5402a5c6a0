/** The playbooks on this phone: asked for after the first screen is there, kept for when there is no network. */

import { shallowRef, watch, type ShallowRef } from "vue";
import { ask } from "./api";
import { isOpen, keep, kept, openMemberId } from "./db";
import { Problem } from "./problem";
import type { Playbooks } from "./rules";
import { session } from "./session";
import { cases } from "./shown";

const KEPT = "playbooks";

/** Null until they have been read. */
export const playbooks: ShallowRef<Playbooks | null> = shallowRef(null);

/** Have those that belong to the rules in force, and to the newest case; without a network as soon as there is one. */
export function startPlaybooks(): void {
  // One after the other: what several changes of one moment want is asked for once.
  let last = Promise.resolve();
  const inTurn = () => (last = last.then(refresh, refresh));
  watch(() => [session.me?.id, session.rules?.version, session.online, session.barred, wanted()], inTurn, { immediate: true });
}

/** A case opened after a playbook was changed brings the news of it: its edition is newer than what is kept. */
function wanted(): number {
  return Math.max(0, ...[...cases.value.values()].map((view) => view.edition ?? 0));
}

function suffices(held: Playbooks | null): boolean {
  return held?.version === session.rules?.version && (held?.edition ?? 0) >= wanted();
}

async function refresh(): Promise<void> {
  const member = openMemberId();
  if (member === null || !session.rules || suffices(playbooks.value)) return;
  const here = (await kept<Playbooks>(KEPT)) ?? null;
  if (openMemberId() !== member) return;
  if (here) playbooks.value = here;
  if (suffices(here) || !session.online || session.barred) return;
  try {
    const fresh = await ask<Playbooks>("/api/playbooks/");
    playbooks.value = fresh;
    if (isOpen()) await keep(KEPT, fresh);
  } catch (refusal) {
    // No answer: the next sign of the server calls this again.
    if (!(refusal instanceof Problem)) throw refusal;
  }
}
