/** Columns a person names: sent a moment after the last change, as soon as the table is not being looked at and no field stands twice. */

import { computed, onUnmounted, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";
import { changesOf, isWithoutNumber, twiceIn, type Choice, type Twice } from "./columns";
import type { Column } from "./types";
import type { Watched } from "./watching";

/** Whoever corrects several columns is not interrupted after the first. */
const SETTLES_MS = 900;

export interface Choosing {
  choice: ShallowRef<Choice>;
  choose: (column: number, field: Column["field"]) => void;
  twice: ComputedRef<Twice[]>;
  isWithoutNumber: ComputedRef<boolean>;
  /** Something is still to be told to the server. */
  isChanged: ComputedRef<boolean>;
  chooseSheet: (sheet: string) => void;
}

export function useChoosing({ view, look, say }: Watched): Choosing {
  const choice = shallowRef<Choice>(new Map());
  const columns = computed(() => look.value?.columns ?? []);
  const twice = computed(() => twiceIn(columns.value, choice.value));
  const changes = computed(() => changesOf(columns.value, choice.value));
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function send(): Promise<void> {
    const sent = choice.value;
    const isDone = await say({ columns: changes.value });
    // Refused: the table is as it was, and so is what is shown of it.
    if (!isDone && choice.value === sent) choice.value = new Map();
  }

  watch([view, choice], () => {
    clearTimeout(timer);
    const isReady = view.value?.state === "checked" && twice.value.length === 0 && changes.value.length > 0;
    if (isReady) timer = setTimeout(() => void send(), SETTLES_MS);
  });
  onUnmounted(() => clearTimeout(timer));

  return {
    choice,
    choose: (column, field) => (choice.value = new Map(choice.value).set(column, field)),
    twice,
    isWithoutNumber: computed(() => isWithoutNumber(columns.value, choice.value)),
    isChanged: computed(() => changes.value.length > 0),
    chooseSheet: (sheet) => {
      choice.value = new Map();
      void say({ sheet });
    },
  };
}
