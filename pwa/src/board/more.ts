/** The screens beside the board, and who is led to them: what the menu 更多 lists. */

import type { Role } from "../core/types";
import type { Key } from "../ui/i18n";
import type { IconName } from "../ui/icons";

export interface Way {
  to: string;
  words: Key;
  icon: IconName;
  roles: readonly Role[];
}

export const MORE: readonly Way[] = [
  { to: "/map", words: "board.to_map", icon: "pin", roles: ["chief", "operator", "commander"] },
  { to: "/wall", words: "board.to_wall", icon: "board", roles: ["chief", "operator", "commander"] },
  { to: "/imports", words: "board.to_imports", icon: "table", roles: ["commander", "admin"] },
  { to: "/playbooks", words: "board.to_playbooks", icon: "card", roles: ["commander", "admin"] },
  { to: "/roster", words: "board.to_roster", icon: "clock", roles: ["chief", "operator", "commander"] },
  { to: "/follow-ups", words: "board.to_follow_ups", icon: "done", roles: ["chief", "operator", "commander"] },
  { to: "/handover", words: "board.to_handover", icon: "people", roles: ["chief", "operator", "commander"] },
  { to: "/lookbacks", words: "board.to_lookbacks", icon: "eye", roles: ["chief", "operator", "commander"] },
  { to: "/lookbacks/rates", words: "board.to_rates", icon: "shield", roles: ["commander"] },
  { to: "/drill", words: "board.to_drill", icon: "flag", roles: ["chief", "commander"] },
  { to: "/board/notifications", words: "board.to_notifications", icon: "notice", roles: ["chief", "commander"] },
];

/** The ways open to this role, in the order of the list. */
export function waysOf(role: Role | undefined, all: readonly Way[] = MORE): Way[] {
  return all.filter(({ roles }) => role !== undefined && roles.includes(role));
}
