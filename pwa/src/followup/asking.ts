/** What is being answered of a follow-up: kept as it is tapped, whole before it is saved. */

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { db } from "../core/db";
import { draftKey, draftsSaved, loadDraft, saveDraft } from "../core/drafts";
import { answer, type FollowUp, type Said } from "./follow_ups";

/** What has been tapped so far; `reached` as the radio has it. */
export interface Form {
  reached: "yes" | "no" | null | undefined;
  believes: Said["believes"];
  in_contact: Said["in_contact"];
  paid: Said["paid"];
  paid_fen: number | null | undefined;
  note: string;
}

export type Question = "reached" | "believes" | "in_contact" | "paid";

export interface Asking {
  form: Ref<Form>;
  isReady: Ref<boolean>;
  /** Questions that have to be answered yet; named only after the first try to save. */
  missing: ComputedRef<Question[]>;
  said: ComputedRef<Said>;
  save: () => Promise<boolean>;
  trouble: ShallowRef<unknown>;
}

export function useAsking(row: FollowUp): Asking {
  const form = ref<Form>(emptyForm());
  const isReady = ref(false);
  const hasTried = ref(false);
  const trouble = shallowRef<unknown>(null);
  const step = `follow_up_${row.id}`;
  const said = computed(() => saidOf(row.id, form.value));
  const open = computed(() => openQuestions(form.value));
  const missing = computed(() => (hasTried.value ? open.value : []));
  let isSaved = false;

  void loadDraft(row.case, step)
    .then((draft) => draft?.follow_up && (form.value = formOf(draft.follow_up, draft.note ?? "")))
    .finally(() => (isReady.value = true));
  watch(
    form,
    () => {
      if (isReady.value && !isSaved) void saveDraft(row.case, step, { follow_up: said.value, note: form.value.note });
    },
    { deep: true },
  );

  async function save(): Promise<boolean> {
    hasTried.value = true;
    if (open.value.length > 0 || isSaved) return false;
    isSaved = true;
    try {
      await answer(row, said.value, form.value.note);
    } catch (fault) {
      isSaved = false;
      trouble.value = fault;
      return false;
    }
    await draftsSaved();
    await db().drafts.delete(draftKey(row.case, step));
    return true;
  }

  return { form, isReady, missing, said, save, trouble };
}

export function emptyForm(): Form {
  return { reached: null, believes: null, in_contact: null, paid: null, paid_fen: null, note: "" };
}

/** Where nobody was reached nothing else is said. */
export function saidOf(id: number, form: Form): Said {
  if (form.reached !== "yes") return { id, reached: false };
  const { believes, in_contact, paid } = form;
  return { id, reached: true, believes, in_contact, paid, ...(paid === "yes" && form.paid_fen ? { paid_fen: form.paid_fen } : {}) };
}

export function openQuestions(form: Form): Question[] {
  if (!form.reached) return ["reached"];
  if (form.reached === "no") return [];
  return (["believes", "in_contact", "paid"] as const).filter((name) => !form[name]);
}

function formOf(said: Said, note: string): Form {
  const { reached, believes = null, in_contact = null, paid = null, paid_fen = null } = said;
  // A draft that says no more than "not reached" may be one in which nothing was tapped yet.
  return { reached: reached ? "yes" : null, believes, in_contact, paid, paid_fen, note };
}
