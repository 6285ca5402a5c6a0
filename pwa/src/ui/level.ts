/** A level as it looks: its colour, icon and word come from the rules; without them the code still shows. */

import { computed, type ComputedRef } from "vue";
import type { Level, LevelColour } from "../core/rules";
import { session } from "../core/session";
import { say } from "./i18n";
import type { IconName } from "./icons";

export interface LevelLook {
  colour: LevelColour;
  icon: IconName;
  word: string;
  rank: number;
}

export function levelOf(code: string): Level | undefined {
  return session.rules?.levels[code];
}

export function levelLook(code: string): LevelLook {
  const level = levelOf(code);
  return {
    colour: level?.colour ?? "low",
    icon: level?.icon ?? "info",
    word: say(level?.name, code),
    rank: level?.rank ?? 0,
  };
}

export function useLevel(code: () => string): ComputedRef<LevelLook> {
  return computed(() => levelLook(code()));
}
