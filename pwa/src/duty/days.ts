/** Days and minutes in words: 周四 11月26日, 08:00–18:00, 18:00–次日 08:00; a day is its own, in no zone. */

import { language, t } from "../ui/i18n";

const DAY_MS = 86_400_000;

/** That many days after it. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

export function dayWords(day: string): string {
  const [, month, date] = day.split("-").map(Number);
  return language.value === "en" ? day.slice(5) : `${month}月${date}日`;
}

export function weekdayWords(weekday: number): string {
  return t(`roster.weekday_${weekday as 0}`);
}

/** Minutes of the day as people write them. */
export function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

export function minutesOf(clock: string): number | null {
  const found = /^(\d{2}):(\d{2})$/.exec(clock);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/** From when to when; one that goes over midnight says so. */
export function spanWords({ start, end }: { start: number; end: number }): string {
  return end > start ? `${clockOf(start)}–${clockOf(end)}` : `${clockOf(start)}–${t("roster.over_night", { time: clockOf(end) })}`;
}
