/** The rows that are marked to do something with all of them: one by one, a range, or all that is shown. */

import { computed, inject, provide, shallowRef, type ComputedRef, type InjectionKey, type Ref } from "vue";

export interface Marks {
  /** The marked ones that are on the list now, in its order. */
  chosen: ComputedRef<string[]>;
  /** Marks stand before every row, not only where the pointer is. */
  isMarking: Ref<boolean>;
  has: (id: string) => boolean;
  /** Mark it, or take the mark away; `isRange` does the same from the last one up to here. */
  toggle: (id: string, isRange?: boolean) => void;
  all: () => void;
  clear: () => void;
}

const KEY: InjectionKey<Marks> = Symbol("marks");

/** Start them for the board and all that is on it. */
export function startMarks(order: () => readonly string[]): Marks {
  const marks = makeMarks(order);
  provide(KEY, marks);
  return marks;
}

export function useMarks(): Marks {
  const marks = inject(KEY);
  if (!marks) throw new Error("the board has no marks");
  return marks;
}

export function makeMarks(order: () => readonly string[]): Marks {
  const marked = shallowRef<ReadonlySet<string>>(new Set());
  const isMarking = shallowRef(false);
  let last: string | null = null;
  const chosen = computed(() => order().filter((id) => marked.value.has(id)));
  return { chosen, isMarking, has: (id) => marked.value.has(id), toggle, all, clear };

  function toggle(id: string, isRange = false): void {
    const next = new Set(marked.value);
    const isOn = !next.has(id);
    for (const each of isRange ? between(order(), last, id) : [id]) {
      if (isOn) next.add(each);
      else next.delete(each);
    }
    last = id;
    marked.value = next;
    isMarking.value ||= next.size > 0;
  }

  function all(): void {
    marked.value = new Set(order());
    isMarking.value = true;
  }

  function clear(): void {
    marked.value = new Set();
    isMarking.value = false;
    last = null;
  }
}

/** The ids from one to the other, both with them; only the second where the first has left the list. */
function between(order: readonly string[], from: string | null, to: string): readonly string[] {
  const ends = [order.indexOf(from ?? to), order.indexOf(to)].sort((a, b) => a - b);
  return ends[0]! < 0 ? [to] : order.slice(ends[0], ends[1]! + 1);
}
