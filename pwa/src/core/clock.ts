/** The server's time on any phone: the measured offset, one shared ticker, and Beijing time in words. */

import { ref, shallowRef, type Ref } from "vue";
import { beijingTime } from "./beijing";
import { deviceFact, rememberDeviceFact } from "./device";
import { language, t } from "../ui/i18n";

/** An answer slower than this says too little about the clock. */
const USABLE_TRIP_MS = 8_000;
/** A header's time is cut down to whole seconds. */
const HEADER_STEP_MS = 1_000;

/** A clock this far off is worth a word; less is usual. */
const CLOCK_OFF_MS = 120_000;

/** Server minus phone in ms, as last measured. */
export const offset: Ref<number> = ref(0);
let trusted = false;

/** The server's time in ms, ticking once a second for every countdown on the screen. */
export const now: Ref<number> = shallowRef(Date.now());

export function serverNow(): number {
  return Date.now() + offset.value;
}

/**
 * Take in one reading; a header (whole seconds) only counts until an exact time is known.
 *
 * The server looked at its clock at some moment between `asked` and `answered`. An offset that fits this is kept:
 * the difference is the network's, countdowns do not jump, and what two good phones do in turn stays in order.
 */
export function measureClock(stated: number, asked: number, answered: number, exact: boolean): void {
  const trip = answered - asked;
  if (!Number.isFinite(stated) || trip < 0 || trip > USABLE_TRIP_MS || (!exact && trusted)) return;
  trusted ||= exact;
  const least = stated - answered;
  const most = stated - asked + (exact ? 0 : HEADER_STEP_MS);
  if (least <= offset.value && offset.value <= most) return;
  offset.value = Math.round((least + most) / 2);
  tick();
  void rememberDeviceFact("offset", offset.value);
}

export async function startClock(): Promise<void> {
  const kept = await deviceFact("offset");
  if (typeof kept === "number" && !trusted) offset.value = kept;
  tick();
  setInterval(() => {
    if (!document.hidden) tick();
  }, 1000);
  document.addEventListener("visibilitychange", tick);
}

function tick(): void {
  now.value = serverNow();
}

export interface Remaining {
  late: boolean;
  /** Whole seconds left, negative when late. */
  seconds: number;
  text: string;
}

/** What a countdown says: "还剩 4 分", "超时 12 分". */
export function remaining(dueAt: string | number, at: number = now.value): Remaining {
  const seconds = Math.floor((msOf(dueAt) - at) / 1000);
  const late = seconds < 0;
  return { late, seconds, text: t(late ? "time.over" : "time.left", { time: span(Math.abs(seconds)) }) };
}

const YEAR_DAYS = 365;

/** A length of time in words, in one or two units; years only roughly, as of a clock that stands at 1970. */
export function span(seconds: number): string {
  if (seconds < 60) return t("time.seconds", { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t("time.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    return minutes % 60 ? t("time.hours_minutes", { h: hours, m: minutes % 60 }) : t("time.hours", { n: hours });
  }
  const days = Math.floor(hours / 24);
  if (days >= YEAR_DAYS) return t("time.years", { n: Math.round(days / YEAR_DAYS) });
  return hours % 24 ? t("time.days_hours", { d: days, h: hours % 24 }) : t("time.days", { n: days });
}

/** How far a phone's clock is off, in words; empty where it is near enough. */
export function clockOff(offsetMs: number): string {
  const ms = Math.abs(offsetMs);
  return ms > CLOCK_OFF_MS ? span(Math.round(ms / 1000)) : "";
}

/** How long ago, in words. */
export function ago(at: string | number, until: number = now.value): string {
  const seconds = Math.max(0, Math.floor((until - msOf(at)) / 1000));
  return seconds < 10 ? t("time.just_now") : t("time.ago", { time: span(seconds) });
}

/** The Beijing day of a moment: 2026-11-25. */
export function beijingDay(at: string | number): string {
  return beijingTime(msOf(at)).slice(0, 10);
}

/** 21:04 today, 昨天 21:04, 11月25日 21:04; Beijing time whatever the phone's zone. */
export function clockTime(at: string | number, until: number = now.value): string {
  const [day = "", clock = ""] = beijingTime(msOf(at)).split("T");
  const time = clock.slice(0, 5);
  if (day === beijingDay(until)) return time;
  if (day === beijingDay(until - 86_400_000)) return t("time.yesterday", { time });
  const [year, month, date] = day.split("-").map(Number);
  const sameYear = beijingDay(until).startsWith(`${year}-`);
  if (language.value === "en") return `${sameYear ? "" : `${year}-`}${day.slice(5)} ${time}`;
  return `${sameYear ? "" : `${year}年`}${month}月${date}日 ${time}`;
}

/** The full moment, to the second: 2026-11-25 21:04:09. */
export function exactTime(at: string | number): string {
  return beijingTime(msOf(at)).replace("T", " ");
}

function msOf(at: string | number): number {
  return typeof at === "number" ? at : Date.parse(at);
}
