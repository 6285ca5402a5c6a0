/** All the rules, as the server publishes them, from the same files. */

import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Playbook, Playbooks, Rules } from "../../core/rules";
import { readFlow } from "../../fold/tests/rules";

const FIXTURES = "../fixtures";

export function allRules(): Rules {
  const levels = read("levels/chongqing.yaml") as Pick<Rules, "levels" | "immediate_met">;
  return {
    version: "test",
    current_flow: "dissuasion-1",
    levels: levels.levels,
    immediate_met: levels.immediate_met,
    fraud_types: read("codes/fraud_types.yaml") as Rules["fraud_types"],
    outcomes: read("codes/outcomes.yaml") as Rules["outcomes"],
    codes: read("codes/words.yaml") as Rules["codes"],
    flows: { "dissuasion-1": readFlow("dissuasion-1") },
    phones: read("phones/chongqing.yaml") as Rules["phones"],
    transfer_waits: ["medium", "low"],
    pause_at_most: { critical: 3600, high: 14400, medium: 86400, low: 172800 },
  };
}

/** All the playbooks, likewise. */
export function allPlaybooks(): Playbooks {
  const books = readdirSync(`${FIXTURES}/playbooks`).map((file) => read(`playbooks/${file}`) as Playbook);
  return {
    version: "test",
    playbooks: Object.fromEntries(books.map((book) => [book.type, book])),
    playbook_for: Object.fromEntries(books.map((book) => [book.type, book.type])),
  };
}

function read(path: string): unknown {
  return parse(readFileSync(`${FIXTURES}/${path}`, "utf-8"));
}
