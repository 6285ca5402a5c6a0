/** Throwing an import away: held for ten seconds in which it can be undone. Closing the page before that throws nothing away. */

import { shallowRef, type Ref } from "vue";
import { attempt, closeNotice, tellBoard } from "../board/notice";
import { ask } from "../core/api";
import { t } from "../ui/i18n";

export const HELD_MS = 10_000;

/** The import that is about to go. */
export const thrown: Ref<string> = shallowRef("");
let timer: ReturnType<typeof setTimeout> | undefined;
/** How many have gone: a list that shows imports reads itself anew. */
export const gone: Ref<number> = shallowRef(0);

export function throwAway({ id, name }: { id: string; name: string }): void {
  void release();
  thrown.value = id;
  timer = setTimeout(() => void release(), HELD_MS);
  tellBoard({
    text: t("imports.thrown", { name }),
    tone: "done",
    action: { words: t("imports.undo"), run: keep },
    until: Date.now() + HELD_MS,
  });
}

/** Take it back, as if never said. */
export function keep(): void {
  clearTimeout(timer);
  thrown.value = "";
  closeNotice();
}

/** Let it go now. */
export async function release(): Promise<void> {
  const id = thrown.value;
  if (!id) return;
  keep();
  await attempt(() => ask(`/api/imports/${id}/`, { method: "DELETE" }));
  gone.value += 1;
}
