/** The rules as the server publishes them (`GET /api/rules/`): all words, lists, limits and flows are data. */

export interface Words {
  zh: string;
  en: string;
}

export interface Go {
  when: string[];
  times: number;
  go: string;
}

export type Screen =
  | "call"
  | "call_close"
  | "find_number"
  | "travel"
  | "met"
  | "look"
  | "talk"
  | "backup"
  | "money"
  | "payee"
  | "proof"
  | "result"
  | "revisit"
  | "transfer"
  | "summary";

export type Effect = "needs_visit" | "immediate_visit" | "transfer" | "outcome";

export interface Step {
  track: "call" | "visit";
  screen: Screen | null;
  answers: string[];
  rules: Go[];
  effect: Effect | null;
  end: string | null;
}

export interface Flow {
  flow: string;
  version: number;
  start: { call: string; visit: string };
  steps: Record<string, Step>;
}

export interface Limits {
  accept: number;
  phone: number;
  met: number;
}

export type LevelColour = "critical" | "high" | "medium" | "low";

export interface Level {
  name: Words;
  short: Words;
  colour: LevelColour;
  icon: "alarm" | "warning" | "notice" | "info";
  rank: number;
  mode: "both" | "call_first";
  tones: number[];
  vibration: number[];
  limits: Limits;
}

export interface FraudType {
  name: Words;
  short: Words;
}

export interface OutcomeCode {
  name: Words;
  hint: Words;
  needs_approval: boolean;
  retry: boolean;
}

export interface StepWords {
  title: Words;
  hint: Words;
}

/** Every closed list a person chooses from, with the words for it. */
export interface Codes {
  answers: Record<string, Words>;
  steps: Record<string, StepWords>;
  ends: Record<string, Words>;
  behaviours: Record<string, Words>;
  decline: Record<string, Words>;
  transfer: Record<string, Words>;
  why: Record<string, Words>;
  strays: Record<string, Words>;
  seen: Record<string, Words>;
}

export interface Item extends Words {
  code: string;
}

export interface Playbook {
  type: string;
  signs: Words[];
  scammer_says: Words[];
  call: { first: Words[]; disbelieves: Words[]; coached: Words[]; family: Words[]; message: Words };
  phone_checks: Item[];
  door_checks: Item[];
  say: Words[];
  plain: Words[];
  already_paid: Words[];
  cards: Words[];
  leave: Words[];
}

export interface Rules {
  version: string;
  current_flow: string;
  levels: Record<string, Level>;
  immediate_met: number;
  fraud_types: Record<string, FraudType>;
  outcomes: Record<string, OutcomeCode>;
  codes: Codes;
  flows: Record<string, Flow>;
  playbooks: Record<string, Playbook>;
  playbook_for: Record<string, string>;
}
