/** What the board sounds: a call for help until it ends or is muted, and once for what has just come in. */

import { computed, onMounted, onUnmounted, ref, watch, type ComputedRef } from "vue";
import { serverNow } from "../core/clock";
import { cases, onEvent, session } from "../core/store";
import type { CaseView, EventView } from "../core/types";
import { say, t } from "../ui/i18n";
import { alertFor } from "../ui/sound";
import { routingWords } from "./state";

const AGAIN_MS = 2_500;
/** What is caught up after an absence is old news: seen, not sounded. */
const FRESH_MS = 60_000;

const muted = ref(new Set<string>());

/** The cases in which somebody calls for help: what is real first, then who has waited longest. */
export function useHelp(): ComputedRef<CaseView[]> {
  const calls = computed(() =>
    [...cases.value.values()]
      .filter((one) => one.standing.help_since !== null)
      .sort((a, b) => Number(a.drill) - Number(b.drill) || Date.parse(a.standing.help_since ?? "") - Date.parse(b.standing.help_since ?? "")),
  );
  let timer: ReturnType<typeof setInterval> | undefined;
  const isLoud = computed(() => calls.value.some((one) => !isMuted(one)));
  watch(
    isLoud,
    (loud) => {
      clearInterval(timer);
      if (!loud) return;
      sound();
      timer = setInterval(sound, AGAIN_MS);
    },
    { immediate: true },
  );
  onUnmounted(() => clearInterval(timer));
  return calls;
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

/** A new call for help in the same case sounds again. */
function keyOf(one: CaseView): string {
  return `${one.id} ${one.standing.help_since}`;
}

function sound(): void {
  const levels = Object.entries(session.rules?.levels ?? {});
  const gravest = levels.sort(([, a], [, b]) => b.rank - a.rank)[0];
  if (gravest) void alertFor(gravest[0]);
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
