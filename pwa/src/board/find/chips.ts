/** A filter in words: one chip for each thing chosen, and what is left of the filter without it. */

import type { CaseView, MemberView, Rules } from "../../core/types";
import { say, t } from "../../ui/i18n";
import type { Filter } from "./filter";

export interface Chip {
  key: string;
  words: string;
  /** The change that takes it away. */
  without: Partial<Filter>;
}

export interface Known {
  rules: Rules | null;
  cases: ReadonlyMap<string, CaseView>;
  members: readonly MemberView[];
}

export function chipsOf(filter: Filter, known: Known): Chip[] {
  const { rules } = known;
  const chips: Chip[] = [];
  const add = (key: string, words: string, without: Partial<Filter>): void => void chips.push({ key, words, without });
  for (const code of filter.levels) add(`level-${code}`, say(rules?.levels[code]?.name, code), { levels: filter.levels.filter((each) => each !== code) });
  if (filter.late) add("late", t("find.late"), { late: false });
  if (filter.unmanned) add("unmanned", t("find.unmanned"), { unmanned: false });
  if (filter.unit !== null) add("unit", unitName(filter.unit, known), { unit: null });
  if (filter.person !== null) add("person", personName(filter.person, known), { person: null });
  if (filter.place) add("place", placeName(filter.place, known), { place: "" });
  for (const code of filter.types) add(`type-${code}`, say(rules?.fraud_types[code]?.short, code), { types: filter.types.filter((each) => each !== code) });
  if (filter.kind) add("kind", t(`find.kind_${filter.kind}`), { kind: "" });
  return chips;
}

function personName(id: number, { members, cases }: Known): string {
  const found = members.find((member) => member.id === id) ?? anywhere(cases, (one) => one.assignments.find((each) => each.member?.id === id)?.member);
  return found?.name ?? t("find.person_gone");
}

function unitName(id: number, { members, cases }: Known): string {
  const ofCase = anywhere(cases, (one) => [one.station, one.district].find((unit) => unit?.id === id) ?? undefined);
  return (ofCase ?? members.find(({ unit }) => unit.id === id)?.unit)?.name ?? t("find.unit_gone");
}

function placeName(code: string, { cases }: Known): string {
  return anywhere(cases, (one) => (one.target.division === code ? one.target.division_name : undefined)) || code;
}

function anywhere<T>(cases: ReadonlyMap<string, CaseView>, look: (one: CaseView) => T | null | undefined): T | undefined {
  for (const one of cases.values()) {
    const found = look(one);
    if (found) return found;
  }
  return undefined;
}
