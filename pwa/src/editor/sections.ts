/** The parts of a playbook in the order in which the field meets them, and where on the phone each of them shows. */

import type { Key } from "../ui/i18n";
import type { Book, Item, Line } from "./doors";

export type Tab = "officer" | "volunteer" | "card" | "page";
export type Scene = "call" | "look" | "talk" | "payee" | "call_close";
export type Place = "call.first" | "call.disbelieves" | "call.coached" | "call.family" | "call.message" | ListName;
type ListName = "door_checks" | "phone_checks" | "signs" | "say" | "scammer_says" | "plain" | "cards" | "already_paid" | "leave";

export interface Section {
  place: Place;
  name: Key;
  hint: Key;
  /** What is said, what is ticked, or one text. */
  kind: "lines" | "items" | "message";
  group: "call" | "visit" | "after";
  shows: { tab: Tab; scene: Scene };
  /** At most so many Chinese characters a line, with the names filled in. */
  longest?: number;
}

const on = (tab: Tab, scene: Scene): Section["shows"] => ({ tab, scene });

export const SECTIONS: readonly Section[] = [
  { place: "call.first", name: "editor.first", hint: "editor.first_hint", kind: "lines", group: "call", shows: on("officer", "call") },
  { place: "call.disbelieves", name: "editor.disbelieves", hint: "editor.disbelieves_hint", kind: "lines", group: "call", shows: on("officer", "call") },
  { place: "call.coached", name: "editor.coached", hint: "editor.coached_hint", kind: "lines", group: "call", shows: on("officer", "call") },
  { place: "call.family", name: "editor.family", hint: "editor.family_hint", kind: "lines", group: "call", shows: on("officer", "call") },
  { place: "call.message", name: "editor.message", hint: "editor.message_hint", kind: "message", group: "call", shows: on("officer", "call"), longest: 134 },
  { place: "door_checks", name: "editor.door_checks", hint: "editor.door_checks_hint", kind: "items", group: "visit", shows: on("officer", "look") },
  { place: "phone_checks", name: "editor.phone_checks", hint: "editor.phone_checks_hint", kind: "items", group: "visit", shows: on("officer", "look") },
  { place: "signs", name: "editor.signs", hint: "editor.signs_hint", kind: "lines", group: "visit", shows: on("officer", "look") },
  { place: "say", name: "editor.say", hint: "editor.say_hint", kind: "lines", group: "visit", shows: on("officer", "talk") },
  { place: "scammer_says", name: "editor.scammer_says", hint: "editor.scammer_says_hint", kind: "lines", group: "visit", shows: on("officer", "talk") },
  { place: "plain", name: "editor.plain", hint: "editor.plain_hint", kind: "lines", group: "visit", shows: on("volunteer", "talk") },
  { place: "cards", name: "editor.cards", hint: "editor.cards_hint", kind: "lines", group: "visit", shows: on("card", "talk"), longest: 30 },
  { place: "already_paid", name: "editor.already_paid", hint: "editor.already_paid_hint", kind: "lines", group: "after", shows: on("officer", "payee") },
  { place: "leave", name: "editor.leave", hint: "editor.leave_hint", kind: "lines", group: "after", shows: on("page", "call_close") },
];

export const FIRST: Section = SECTIONS[0]!;

export function sectionOf(place: string): Section {
  return SECTIONS.find((section) => section.place === place) ?? FIRST;
}

/** The lines of a section; a single text is a list of one. */
export function linesOf(book: Book, place: Place): readonly (Line | Item)[] {
  if (place === "call.message") return [book.call.message];
  return isInCall(place) ? book.call[partOf(place)] : book[place];
}

/** The playbook with other lines in one section. */
export function withLines(book: Book, place: Place, lines: readonly (Line | Item)[]): Book {
  if (place === "call.message") return { ...book, call: { ...book.call, message: lines[0] ?? { zh: "", en: "" } } };
  if (isInCall(place)) return { ...book, call: { ...book.call, [partOf(place)]: lines } };
  return { ...book, [place]: lines };
}

/** The address of a line as the server names it in its answers. */
export function fieldOf(place: Place, index: number): string {
  return place === "call.message" ? place : `${place}.${index}`;
}

/** Whether this field of a fault lies in the section. */
export function isIn(section: Section, field: string): boolean {
  return field === section.place || field.startsWith(`${section.place}.`);
}

type CallPart = "first" | "disbelieves" | "coached" | "family";
type CallPlace = `call.${CallPart}`;

function isInCall(place: Exclude<Place, "call.message">): place is CallPlace {
  return place.startsWith("call.");
}

function partOf(place: CallPlace): CallPart {
  return place.slice("call.".length) as CallPart;
}
