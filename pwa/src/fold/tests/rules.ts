/** The rules that vectors and tests fold with, read from the same files as the server's. */

import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Flow, Step } from "../../core/rules";
import type { FoldRules } from "../standing";

const FIXTURES = "../fixtures";

function read(path: string): unknown {
  return parse(readFileSync(`${FIXTURES}/${path}`, "utf-8"));
}

const flows = new Map<string, Flow>();

/** A flow as the server publishes it: what a step leaves out has its default. */
export function readFlow(name: string): Flow {
  const known = flows.get(name);
  if (known) return known;
  const raw = read(`flow/${name}.yaml`) as Omit<Flow, "steps"> & { steps: Record<string, Partial<Step>> };
  const steps = Object.entries(raw.steps).map(([code, step]): [string, Step] => [
    code,
    {
      track: step.track!,
      screen: step.screen ?? null,
      answers: step.answers ?? [],
      rules: (step.rules ?? []).map((rule) => ({ ...rule, times: rule.times ?? 1 })),
      effect: step.effect ?? null,
      end: step.end ?? null,
    },
  ]);
  const flow = { ...raw, steps: Object.fromEntries(steps) };
  flows.set(name, flow);
  return flow;
}

export const foldRules = read("levels/chongqing.yaml") as FoldRules;
