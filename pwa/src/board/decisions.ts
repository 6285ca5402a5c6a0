/** What is decided about a case is held for ten seconds in which it can be undone, instead of "are you sure". */

import { onUnmounted, shallowRef, type Ref } from "vue";
import { t } from "../ui/i18n";
import * as doors from "./doors";
import { attempt, closeNotice, tellBoard } from "./notice";

export const HELD_MS = 10_000;

export interface Held {
  case: string;
  kind: "sign" | "send_back" | "transfer" | "review" | "return" | "join" | "split" | "resume" | "look_back";
  /** What is said while it can still be undone. */
  text: string;
  send: () => Promise<void>;
}

/** The decision that can still be undone. */
export const held: Ref<Held | null> = shallowRef(null);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sign off, or send back with a reason. */
export function decide(caseId: string, kind: "sign" | "send_back", reason = ""): void {
  const isSigned = kind === "sign";
  hold({
    case: caseId,
    kind,
    text: t(isSigned ? "board.held_sign" : "board.held_send_back"),
    send: () => (isSigned ? doors.sign(caseId) : doors.sendBack(caseId, reason)),
  });
}

/** Decide; an earlier decision that still waits leaves now. Closing the page before it leaves decides nothing. */
export function hold(decision: Held): void {
  release();
  held.value = decision;
  timer = setTimeout(release, HELD_MS);
  tellBoard({ text: decision.text, tone: "done", action: { words: t("board.undo"), run: withdraw }, until: Date.now() + HELD_MS });
}

/** Take the held decision back, as if never made. */
export function withdraw(): void {
  if (!held.value) return;
  clearTimeout(timer);
  held.value = null;
  closeNotice();
}

/** Let the held decision leave now. */
export function release(): void {
  const leaving = held.value;
  if (!leaving) return;
  clearTimeout(timer);
  held.value = null;
  closeNotice();
  void attempt(leaving.send);
}

/** While a screen holds decisions: hidden or left, they leave now. */
export function releaseOnLeaving(): void {
  const leave = (): void => {
    if (document.visibilityState === "hidden") release();
  };
  document.addEventListener("visibilitychange", leave);
  onUnmounted(() => {
    document.removeEventListener("visibilitychange", leave);
    release();
  });
}
