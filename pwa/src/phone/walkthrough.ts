/** Leads through a track: which step is on the screen, what has been typed at it, and what an answer does. */

import { computed, reactive, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import { playbooks } from "../core/playbooks";
import { caseOf, loadDraft, report, saveDraft, session, unsentReports } from "../core/store";
import type { CaseView, Inputs, TrackName } from "../core/types";
import { withOwn } from "./own";
import { playbookOf, speakerOf } from "./playbook";
import { carried } from "./sums";
import { cleaned, missingIn, startingWith, type Stage } from "./stage";
import type { Required } from "./required";
import { earlier, later, replay, trailOf, type Trail } from "./trail";

/** Where one is on the track; an earlier step while `at` names it. */
interface Place {
  id: string;
  view: ComputedRef<CaseView | undefined>;
  trail: ComputedRef<Trail | null>;
  /** Null where this member has nothing (more) to answer. */
  stage: ComputedRef<Stage | null>;
  at: Ref<number | null>;
  state: State;
}

interface State {
  /** What was typed here has been read; until then a field would start empty. */
  isRead: boolean;
  isBusy: boolean;
  hasFailed: boolean;
  missing: readonly Required[];
}

export interface Walkthrough extends Omit<Place, "id" | "at"> {
  inputs: Ref<Inputs>;
  canGoBack: ComputedRef<boolean>;
  back: () => void;
  forward: () => void;
  correct: (index: number) => void;
  change: (inputs: Inputs) => void;
  finish: (answer: string, extra?: Inputs) => Promise<void>;
}

/** The case with this phone's own reports in it. */
export function useOwnCase(id: string): ComputedRef<CaseView | undefined> {
  const held = caseOf(id);
  const own = unsentReports(id);
  return computed(() => (held.value && session.me ? withOwn(held.value, own.value, session.me) : undefined));
}

export function useWalkthrough(id: string, track: TrackName): Walkthrough {
  const place = usePlace(id, track);
  const { view, trail, stage, at, state } = place;
  const { inputs, change } = useInputs(place);
  const from = (): number => at.value ?? trail.value?.passed.length ?? 0;
  const previous = computed(() => (trail.value && !trail.value.end ? earlier(trail.value, from()) : null));
  return {
    view,
    trail,
    stage,
    state,
    inputs,
    change,
    canGoBack: computed(() => previous.value !== null),
    back: () => (at.value = previous.value),
    forward: () => (at.value = trail.value && at.value !== null ? later(trail.value, at.value) : null),
    correct: (index) => (at.value = index),
    finish: (answer, extra = {}) => finish(place, answer, cleaned({ ...inputs.value, ...extra })),
  };
}

function usePlace(id: string, track: TrackName): Place {
  const view = useOwnCase(id);
  const flow = computed(() => session.rules?.flows[view.value?.flow ?? ""]);
  const trail = computed(() => (view.value && flow.value ? trailOf(view.value, flow.value, track) : null));
  const at = ref<number | null>(null);
  const state: State = reactive({ isRead: false, isBusy: false, hasFailed: false, missing: [] });
  const stage = computed(() => stageOf(view.value, trail.value, at.value, track, state));
  return { id, view, trail, stage, at, state };
}

/** What has been typed at the step on the screen: its draft, or what was given at it before. */
function useInputs({ id, stage, trail, at, state }: Place): Pick<Walkthrough, "inputs" | "change"> {
  const inputs = shallowRef<Inputs>({});

  async function read(): Promise<void> {
    const now = stage.value;
    if (!now) return;
    state.isRead = false;
    state.missing = [];
    const draft = await loadDraft(id, now.name);
    // Meanwhile the person may have gone on.
    if (stage.value?.name !== now.name) return;
    inputs.value = draft ?? now.before?.inputs ?? startingWith(now.view, now.name, now.step.screen, now.me.id);
    state.isRead = true;
  }
  watch([() => stage.value?.name, () => trail.value?.passed.length, at], () => void read(), { immediate: true });

  function change(changed: Inputs): void {
    inputs.value = changed;
    state.missing = [];
    if (stage.value) void saveDraft(id, stage.value.name, changed);
  }
  return { inputs, change };
}

/** Check and record an answer; until that is done, another tap does nothing. */
async function finish({ stage, at, state }: Place, answer: string, given: Inputs): Promise<void> {
  const now = stage.value;
  if (!now || state.isBusy) return;
  state.missing = missingIn(now.step, answer, given);
  if (state.missing.length > 0) return;
  state.isBusy = true;
  state.hasFailed = false;
  try {
    await give(now, at.value, answer, given);
    at.value = null;
  } catch {
    state.hasFailed = true;
  } finally {
    state.isBusy = false;
  }
}

/** Report the answer; a corrected one is followed by what was answered after it, as far as the way is still the same. */
async function give(now: Stage, at: number | null, answer: string, inputs: Inputs): Promise<void> {
  const base = { case: now.view.id, kind: "answer", track: now.track, assignment: now.assignment.id } as const;
  const again = at === null ? [] : replay(now.flow, now.track, now.trail, at, answer);
  await report({ ...base, step: now.name, answer, inputs }, { undoable: again.length === 0 });
  for (const next of again) await report({ ...base, ...next, inputs: carried(next, now.flow, now.name, inputs) });
}

function stageOf(
  view: CaseView | undefined,
  trail: Trail | null,
  at: number | null,
  track: TrackName,
  state: State,
): Stage | null {
  const { me, rules } = session;
  const flow = rules?.flows[view?.flow ?? ""];
  if (!view || !me || !rules || !flow || !trail || trail.end) return null;
  const assignment = view.assignments.find((a) => a.track === track && a.member?.id === me.id && !a.ended_at);
  const before = (at === null ? null : trail.passed[at]) ?? null;
  const name = before?.step ?? trail.step;
  const step = flow.steps[name];
  if (!assignment || !step || view.standing.state === "closed") return null;
  const here = { view, rules, flow, track, me, assignment, trail, name, step, before };
  return {
    ...here,
    playbook: playbookOf(playbooks.value, view),
    speaker: speakerOf(me),
    missing: state.missing,
    isBusy: state.isBusy,
  };
}
