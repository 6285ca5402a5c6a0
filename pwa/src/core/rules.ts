/** The rules as the server publishes them (`GET /api/rules/`): all words, lists, limits and flows are data. */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type Words = Schemas["Words"];
export type Go = Schemas["Go"];
export type Step = Schemas["Step"];
export type Screen = NonNullable<Step["screen"]>;
export type Effect = NonNullable<Step["effect"]>;
export type Flow = Schemas["Flow"];
export type Limits = Schemas["Limits"];
export type Level = Schemas["Level"];
export type LevelColour = Level["colour"];
export type FraudType = Schemas["FraudType"];
export type OutcomeCode = Schemas["OutcomeCode"];
export type StepWords = Schemas["StepWords"];
/** Every closed list a person chooses from, with the words for it. */
export type Codes = Schemas["Codes"];
export type Item = Schemas["Item"];
export type Playbook = Schemas["Playbook"];
export type Rules = Omit<Schemas["RulesView"], "playbooks" | "playbook_for" | "safety"> &
  // Rules kept by an app from before say nothing of safety.
  Partial<Pick<Schemas["RulesView"], "safety">>;
/** What to say and look for with each type of fraud (`GET /api/playbooks/`). */
export type Playbooks = Pick<Schemas["PlaybooksView"], "version" | "playbooks" | "playbook_for"> &
  // An app or a server from before editions has none of these.
  Partial<Pick<Schemas["PlaybooksView"], "edition" | "since" | "earlier">>;
