/** Filters kept under a name: two that everybody has, and one's own, which the server keeps for whatever desk one sits at. */

import { computed, shallowRef, type ComputedRef } from "vue";
import { kept, keep } from "../../core/db";
import { session } from "../../core/store";
import { uuid7 } from "../../core/uuid7";
import { t } from "../../ui/i18n";
import { attempt, tellBoard } from "../notice";
import * as doors from "./doors";
import type { SavedView } from "./doors";
import { EVERYTHING, isSame } from "./filter";
import type { Finding } from "./finding";

const KEPT = "board_views";
const UNDO_MS = 10_000;
export const MOST_VIEWS = 20;
/** Keys 5 to 9. */
export const FIRST_KEY = 5;
type Shown = SavedView["shown"];

/** One's own, in the order they were made, and whose they are. */
const own = shallowRef<{ member: number; views: SavedView[] }>({ member: 0, views: [] });
export const ownViews: ComputedRef<SavedView[]> = computed(() => (own.value.member === session.me?.id ? own.value.views : []));

/** All that can be chosen, the two ready-made ones first. */
export const allViews: ComputedRef<SavedView[]> = computed(() => [
  { id: "late", name: t("find.view_late"), shown: { ...EVERYTHING, late: true, text: "" } },
  { id: "unmanned", name: t("find.view_unmanned"), shown: { ...EVERYTHING, unmanned: true, text: "" } },
  ...ownViews.value,
]);

/** Fetch one's own; without a network those that were here last time. */
export async function loadViews(): Promise<void> {
  const member = session.me?.id ?? 0;
  if (own.value.member !== member) take((await kept<SavedView[]>(KEPT)) ?? [], member);
  try {
    await store(await doors.savedViews(), member);
  } catch {
    // What was here last time stays; saving says aloud what goes wrong.
  }
}

/** Show it; the one that is shown goes away again. */
export function chooseView(view: SavedView | undefined, { filter, text, narrow, clear }: Finding): void {
  if (!view) return;
  if (isShown(view, { ...filter.value, text: text.value })) return clear();
  const { text: wanted, ...shown } = view.shown;
  text.value = wanted;
  narrow(shown);
}

/** Keep what is shown now under this name. */
export async function saveAs(name: string, shown: Shown): Promise<boolean> {
  return put({ id: uuid7(), name, shown }, t("find.view_saved", { name }));
}

export async function rename(view: SavedView, name: string): Promise<void> {
  await put({ ...view, name }, t("find.view_renamed", { name }), () => void put(view, t("find.view_renamed", { name: view.name })));
}

/** Drop it; for ten seconds it can be had back, in its place. */
export async function drop(view: SavedView): Promise<void> {
  const isDone = await attempt(async () => store(await doors.dropView(view.id)));
  if (isDone) tell(t("find.view_dropped", { name: view.name }), () => void put(view, t("find.view_saved", { name: view.name })));
}

/** Whether the board shows just this. */
export function isShown(view: SavedView, shown: Shown): boolean {
  return isSame(view.shown, shown) && view.shown.text === shown.text.trim();
}

async function put(view: SavedView, text: string, undo?: () => void): Promise<boolean> {
  const isDone = await attempt(async () => store(await doors.saveView(view)));
  if (isDone) tell(text, undo);
  return isDone;
}

function tell(text: string, undo?: () => void): void {
  const back = undo ? { action: { words: t("board.undo"), run: undo }, until: Date.now() + UNDO_MS } : {};
  tellBoard({ text, tone: "done", ...back });
}

async function store(views: SavedView[], member = session.me?.id ?? 0): Promise<void> {
  if (member !== session.me?.id) return;
  take(views, member);
  await keep(KEPT, views);
}

function take(views: SavedView[], member: number): void {
  own.value = { member, views };
}
