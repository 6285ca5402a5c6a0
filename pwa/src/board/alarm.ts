/** What the board sounds: a member in danger until somebody goes, it ends or is muted, and once for what has just come in. */

import { computed, onMounted, onUnmounted, ref, type ComputedRef } from "vue";
import { serverNow } from "../core/clock";
import { cases, onEvent, session } from "../core/store";
import type { CaseView, EventView } from "../core/types";
import { alarmedSince, isAlarmed, isAsked, openAlarm } from "../safety/alarms";
import { useBell } from "../safety/bell";
import { say, t } from "../ui/i18n";
import { alertFor } from "../ui/sound";
import { routingWords } from "./state";

/** What is caught up after an absence is old news: seen, not sounded. */
const FRESH_MS = 60_000;

const muted = ref(new Set<string>());

/** The cases in which a member is in danger: what is real first, then who has waited longest. It rings for those who are asked. */
export function useHelp(): ComputedRef<CaseView[]> {
  const calls = computed(() =>
    [...cases.value.values()].filter(isAlarmed).sort((a, b) => Number(a.drill) - Number(b.drill) || alarmedSince(a) - alarmedSince(b)),
  );
  useBell(() => calls.value.some(isLoud));
  return calls;
}

/** Nobody goes yet, and this member is one of those who could. */
export function isLoud(one: CaseView): boolean {
  const leads = session.me?.role === "chief";
  return !isMuted(one) && !openAlarm(one)?.taken_by && isAsked(one, session.me?.id ?? 0, leads);
}

/** Calls that have ended are forgotten with it: a screen may stay open for weeks. */
export function mute(one: CaseView): void {
  const calling = new Set([...cases.value.values()].map(keyOf));
  muted.value = new Set([...muted.value].filter((key) => calling.has(key))).add(keyOf(one));
}

export function isMuted(one: CaseView): boolean {
  return muted.value.has(keyOf(one));
}

/** Sound and say, once, what came in while the board is open. */
export function useArrivals(): { announced: ComputedRef<string> } {
  const words = ref("");
  onMounted(() => {
    const stop = onEvent((event, one) => {
      const told = one ? wordsOf(event, one) : "";
      if (!one || !told || serverNow() - Date.parse(event.at) > FRESH_MS) return;
      words.value = one.drill ? `${t("tasks.drill")}，${told}` : told;
      if (!isMine(one)) void alertFor(one.level);
    });
    onUnmounted(stop);
  });
  return { announced: computed(() => words.value) };
}

/** A new call for help in the same case sounds again, and so does one that was taken and fell silent. */
function keyOf(one: CaseView): string {
  const alarm = openAlarm(one);
  return `${one.id} ${one.standing.help_since} ${alarm?.id} ${alarm?.told.filter((step) => step.does.includes("chief")).length}`;
}

function wordsOf(event: EventView, one: CaseView): string {
  const name = one.target.name || one.number;
  const level = say(session.rules?.levels[one.level]?.name, one.level);
  // A station hears of a case when it is routed there, a district when it is opened.
  const arrival = session.me?.role === "chief" ? "case_routed" : "case_opened";
  if (event.kind === arrival) return t("board.came_in", { level, name });
  if (event.kind === "level_raised") return t("board.raised_came", { level, name });
  if (event.kind === "routing_needed") return t("board.routing_came", { name, why: routingWords(one.needs_routing) });
  if (event.kind === "visit_wanted" && event.data["immediate"]) return t("board.immediate_came", { name });
  if (event.kind === "outcome_given") return t("board.outcome_came", { name });
  return "";
}

/** What is given to me is sounded by the app itself. */
function isMine(one: CaseView): boolean {
  return one.assignments.some((a) => a.member?.id === session.me?.id && a.ended_at === null);
}
