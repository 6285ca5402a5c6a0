/** One playbook being changed: what is on the screen, the draft on the server, and how the two are kept alike. */

import { computed, onScopeDispose, reactive, ref, shallowRef, type ComputedRef, type Ref } from "vue";
import { plain } from "../core/db";
import { noAnswer, Problem } from "../core/problem";
import { changesBetween, type Change } from "./changes";
import { discardDraft, editorOf, publishDraft, restoreEdition, saveDraft, type Book, type Draft, type EditorView } from "./doors";

const PAUSE_MS = 800;
const RETRY_MS = 10_000;

export type Saving = "none" | "saved" | "typing" | "saving" | "offline";

/** What somebody else wrote or published meanwhile. */
export interface Theirs {
  by: string;
  at: string;
  content: Book;
  revision: string | null;
}

export interface Editing {
  view: Ref<EditorView | null>;
  book: Ref<Book | null>;
  /** What the server last said of the draft. */
  draft: Ref<Draft | null>;
  /** While one has to choose between somebody else's words and one's own. */
  theirs: Ref<Theirs | null>;
  state: { saving: Saving; problem: unknown };
  changes: ComputedRef<Change[]>;
  load: () => Promise<void>;
  change: (to: Book) => void;
  /** Have everything on the server now; false where that cannot be. */
  flush: () => Promise<boolean>;
  takeTheirs: () => void;
  keepMine: () => Promise<boolean>;
  discard: () => Promise<Book | null>;
  publish: (note: string) => Promise<EditorView>;
  restore: (number: number, note: string) => Promise<EditorView>;
}

export function useEditing(type: string): Editing {
  const view = shallowRef<EditorView | null>(null);
  const book = shallowRef<Book | null>(null);
  const draft = shallowRef<Draft | null>(null);
  const theirs = shallowRef<Theirs | null>(null);
  const state = reactive<Editing["state"]>({ saving: "none", problem: null });
  const pending = ref(0);
  /** Of the draft that the screen goes out from; none where there was none. */
  let revision: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  function show(seen: EditorView): void {
    view.value = seen;
    draft.value = seen.draft;
    revision = seen.draft?.revision ?? null;
    theirs.value = null;
    book.value = seen.draft?.content ?? plain<Book>(seen.content);
    pending.value = 0;
    state.saving = seen.draft ? "saved" : "none";
    clearTimeout(timer);
  }

  async function load(): Promise<void> {
    state.problem = null;
    try {
      show(await editorOf(type));
    } catch (problem) {
      state.problem = problem;
    }
  }

  function change(to: Book): void {
    book.value = to;
    pending.value += 1;
    if (theirs.value) return;
    state.saving = "typing";
    later(PAUSE_MS);
  }

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  }

  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    // One after the other: each is made from the one before.
    while (running) await running;
    if (theirs.value) return false;
    if (pending.value === 0 || !book.value) return true;
    running = save(book.value, pending.value).finally(() => (running = null));
    return (await running) && flush();
  }

  async function save(content: Book, upTo: number): Promise<boolean> {
    state.saving = "saving";
    try {
      draft.value = await saveDraft(type, revision, content);
      revision = draft.value.revision;
      pending.value -= upTo;
      state.saving = pending.value > 0 ? "typing" : "saved";
      return true;
    } catch (refusal) {
      await refused(refusal);
      return false;
    }
  }

  async function refused(refusal: unknown): Promise<void> {
    state.saving = "offline";
    if (refusal instanceof Problem && refusal.code === "draft_changed") {
      return overtaken();
    }
    state.problem = refusal instanceof Problem && refusal.status !== 0 ? refusal : null;
    later(RETRY_MS);
  }

  /** Somebody else saved, discarded or published what this goes out from: nobody's words are covered unseen. */
  async function overtaken(): Promise<void> {
    const seen = await editorOf(type).catch(() => null);
    if (!seen) return later(RETRY_MS);
    const isNewer = seen.number !== view.value?.number;
    const published = isNewer && seen.history[0] ? { ...seen.history[0], content: plain<Book>(seen.content), revision: null } : null;
    view.value = seen;
    theirs.value = seen.draft ?? published;
    if (theirs.value) return;
    revision = null;
    later(0);
  }

  function takeTheirs(): void {
    if (view.value) show(view.value);
  }

  async function keepMine(): Promise<boolean> {
    revision = theirs.value?.revision ?? null;
    theirs.value = null;
    pending.value += 1;
    return flush();
  }

  async function discard(): Promise<Book | null> {
    const gone = book.value;
    clearTimeout(timer);
    pending.value = 0;
    while (running) await running;
    if (revision) await discardDraft(type, revision);
    show(await editorOf(type));
    return gone;
  }

  async function publish(note: string): Promise<EditorView> {
    if (!(await flush())) throw state.problem instanceof Problem ? state.problem : noAnswer();
    const seen = await publishDraft(type, revision ?? "", note);
    show(seen);
    return seen;
  }

  async function restore(number: number, note: string): Promise<EditorView> {
    const seen = await restoreEdition(type, number, view.value?.number ?? 0, note);
    show(seen);
    return seen;
  }

  onScopeDispose(() => {
    clearTimeout(timer);
    void flush();
  });
  const changes = computed(() => (view.value && book.value ? changesBetween(plain<Book>(view.value.content), book.value) : []));
  return { view, book, draft, theirs, state, changes, load, change, flush, takeTheirs, keepMine, discard, publish, restore };
}
