/** What is next: walks a track of a flow through the answers given. Pure; mirror of `backend/flow/interpret.py`. */

import type { Flow, Step } from "../core/rules";

/** One answer given at one step. */
export interface Answer {
  step: string;
  answer: string;
}

/** Where the answers led: the path, the step now due, effects reached, how it ended, and which answers had no place. */
export interface Walk {
  current: string;
  path: Answer[];
  effects: string[];
  end: string | null;
  strays: number[];
}

/** Follow the answers in order. An answer to a step already passed is a correction: the walk goes back to it. */
export function walk(flow: Flow, track: "call" | "visit", answers: readonly Answer[]): Walk {
  const gone: Walk = { current: flow.start[track], path: [], effects: [], end: null, strays: [] };
  answers.forEach((given, index) => {
    const step = stepOf(flow, given.step);
    const passed = gone.path.map((earlier) => earlier.step).lastIndexOf(given.step);
    const isElsewhere = given.step !== gone.current;
    if (!step || flow.steps[gone.current]?.end || !step.answers.includes(given.answer) || (isElsewhere && passed < 0)) {
      gone.strays.push(index);
      return;
    }
    if (isElsewhere) gone.path = gone.path.slice(0, passed);
    gone.path.push(given);
    gone.current = next(step, given, gone.path);
  });
  const entered = [...gone.path.map((given) => given.step), gone.current];
  gone.effects = [...new Set(entered.map((name) => flow.steps[name]?.effect).filter((effect) => effect != null))];
  gone.end = flow.steps[gone.current]?.end ?? null;
  return gone;
}

/** A step by its name; "constructor" and the like, which every object has, are none. */
function stepOf(flow: Flow, name: string): Step | undefined {
  return Object.prototype.hasOwnProperty.call(flow.steps, name) ? flow.steps[name] : undefined;
}

/** The first rule that names the answer and whose count is reached decides; without one the step stays. */
function next(step: Step, given: Answer, path: readonly Answer[]): string {
  for (const rule of step.rules) {
    if (rule.when.includes(given.answer)) {
      const times = path.filter((earlier) => earlier.step === given.step && rule.when.includes(earlier.answer)).length;
      if (times >= rule.times) return rule.go;
    }
  }
  return given.step;
}
