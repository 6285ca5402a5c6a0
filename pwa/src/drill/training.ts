/** Who practises now, as this phone or board knows it: kept without a network, asked anew when somebody begins or ends. */

import { computed, onUnmounted, ref, watch, type ComputedRef } from "vue";
import { ask } from "../core/api";
import { now } from "../core/clock";
import { onEvent } from "../core/events";
import type { components } from "../core/schema";
import { session } from "../core/session";

export type Training = components["schemas"]["TrainingView"];

const KEPT = "qiaomen.training";
const known = ref<Training[]>([]);

/** The units that practise at this moment, the member's own first. */
export function useTrainings(): ComputedRef<Training[]> {
  known.value = kept();
  onUnmounted(onEvent((event) => event.kind === "training_changed" && void look()));
  watch([() => session.online, () => session.me?.id], () => void look(), { immediate: true });
  return computed(() => ongoing(known.value, now.value, session.me?.unit.id));
}

/** What goes on at this time; whose time is over practises no more, whether or not the server could say so. */
export function ongoing(all: readonly Training[], at: number, own: number | undefined): Training[] {
  return all
    .filter(({ until }) => until === null || Date.parse(until) > at)
    .sort((a, b) => Number(b.unit.id === own) - Number(a.unit.id === own));
}

export async function look(): Promise<void> {
  const { me } = session;
  if (!me || !session.online) return;
  const said = await ask<components["schemas"]["TrainingList"]>("/api/training/").catch(() => null);
  if (!said || session.me?.id !== me.id) return;
  known.value = said.trainings;
  localStorage.setItem(KEPT, JSON.stringify({ member: me.id, trainings: said.trainings }));
}

/** Names of units and times alone: nothing personal lies here in the open. */
function kept(): Training[] {
  const before = JSON.parse(localStorage.getItem(KEPT) ?? "null") as { member: number; trainings: Training[] } | null;
  return before && before.member === session.me?.id ? before.trainings : [];
}
