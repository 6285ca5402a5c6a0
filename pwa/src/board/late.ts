/** Says on the board what nobody answered in time and belongs to no case of the list: look-backs (倒查). */

import { onMounted, onUnmounted } from "vue";
import { useRouter } from "vue-router";
import { onEvent, session } from "../core/store";
import type { EventView } from "../core/types";
import { t } from "../ui/i18n";
import { tellBoard } from "./notice";

/** The line stays until it is closed, and leads to where they are answered. */
export function useLate(): void {
  const router = useRouter();
  onMounted(() => {
    const stop = onEvent((event) => {
      const text = lateWords(event, session.me?.id ?? 0);
      if (text) tellBoard({ text, tone: "problem", action: { words: t("board.go_and_see"), run: () => void router.push("/lookbacks") } });
    });
    onUnmounted(stop);
  });
}

/** What this event says to this member, or nothing. */
export function lateWords(event: EventView, me: number): string {
  const told = event.data["members"];
  if (event.kind !== "look_backs_late" || !Array.isArray(told) || !told.includes(me)) return "";
  return t("board.look_backs_late", { n: Number(event.data["count"]) });
}
