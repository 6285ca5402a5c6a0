/** Going up and down the list by keyboard, into the case and back; the focus goes along. */

import { nextTick } from "vue";
import { useRouter } from "vue-router";

export interface Moving {
  move: (step: number) => Promise<void>;
  /** The row that has the focus, or on a desk the one that is open. */
  current: () => string | undefined;
  focusRow: (id: string | undefined) => Promise<void>;
  enter: () => void;
}

export const desk = matchMedia("(min-width: 900px)");

interface Around {
  chosen: () => string | undefined;
  next: (from: string | undefined, step: number) => string | undefined;
  /** Have the row drawn. */
  reveal: (id: string) => Promise<void> | undefined;
}

export function useMoving({ chosen, next, reveal }: Around): Moving {
  const router = useRouter();

  async function move(step: number): Promise<void> {
    const id = next(current(), step);
    if (!id) return;
    if (desk.matches) await router.replace(`/board/${id}`);
    await nextTick();
    await focusRow(id);
  }

  function current(): string | undefined {
    return desk.matches ? chosen() : document.activeElement?.closest<HTMLElement>("[data-case]")?.dataset["case"];
  }

  async function focusRow(id: string | undefined): Promise<void> {
    if (!id) return;
    await reveal(id);
    document.querySelector<HTMLElement>(`[data-case="${id}"]`)?.focus();
  }

  return { move, current, focusRow, enter };
}

/** From the list into the case: the reader hears its head, the keys scroll it. */
function enter(): void {
  document.getElementById("case-title")?.focus();
}
