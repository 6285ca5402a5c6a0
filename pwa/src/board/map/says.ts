/** How a case and a number of cases are said on the map, for eyes and for readers. */

import { remaining } from "../../core/clock";
import type { LevelColour } from "../../core/rules";
import type { CaseView } from "../../core/types";
import { t } from "../../ui/i18n";
import type { IconName } from "../../ui/icons";
import { levelLook } from "../../ui/level";

export interface LevelCount {
  level: string;
  colour: LevelColour;
  icon: IconName;
  word: string;
  n: number;
}

/** How many of each level, the gravest first. */
export function countLevels(all: readonly CaseView[]): LevelCount[] {
  const counted = new Map<string, number>();
  for (const { level } of all) counted.set(level, (counted.get(level) ?? 0) + 1);
  return [...counted]
    .map(([level, n]) => ({ level, n, ...levelLook(level) }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ level, colour, icon, word, n }) => ({ level, colour, icon, word, n }));
}

/** "特危 彭先生 还剩 4 分", of a drill "高危 彭先生 演练 · 还剩 4 分". */
export function caseWords(one: CaseView): string {
  return t("map.case", { level: levelLook(one.level).word, name: one.target.name || t("map.name_unknown"), time: drillWords(one.drill) + dueWords(one) });
}

/** What stands before the words of a drill; nothing before those of what is real. */
export function drillWords(isDrill: boolean): string {
  return isDrill ? `${t("tasks.drill")} · ` : "";
}

export function dueWords({ standing }: CaseView): string {
  return standing.due_at ? remaining(standing.due_at).text : t("map.nothing_due");
}
