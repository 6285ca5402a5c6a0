/** The playbook for the type of fraud a case has now, its words filled in with who is speaking. */

import type { Playbook, Playbooks, Words } from "../core/rules";
import type { CaseView, Me } from "../core/types";

/**
 * The playbook of the case's type; a type without its own has the one named for it, else the one for 其他. In the words of
 * when the case opened; where those are not on the phone, in today's.
 */
export function playbookOf(books: Playbooks | null, view: Pick<CaseView, "standing" | "edition">): Playbook | null {
  if (!books) return null;
  const fraudType = view.standing.fraud_type;
  const named = books.playbook_for[fraudType] ?? fraudType;
  const code = named in books.playbooks ? named : "other";
  const edition = view.edition ?? 0;
  const isEarlier = edition < (books.since?.[code] ?? 0);
  const earlier = isEarlier ? books.earlier?.[code]?.find(({ number }) => number <= edition) : undefined;
  return earlier?.playbook ?? books.playbooks[code] ?? null;
}

export interface Speaker {
  officer: string;
  unit: string;
  role: Me["role"];
}

/** Who is no officer must not be called one: to pose as police is what scammers do. */
const OTHER_TITLES: Partial<Record<Me["role"], Words>> = {
  volunteer: { zh: "志愿者", en: "volunteer" },
  operator: { zh: "劝阻专员", en: "call operator" },
};

/** Who speaks: the member, and the unit whose name people can check at 110. */
export function speakerOf(me: Me): Speaker {
  return { officer: me.name, unit: me.unit.name, role: me.role };
}

/** The words with `{officer}` and `{unit}` filled in, in both languages. */
export function spoken(words: Words, speaker: Speaker): Words {
  const title = OTHER_TITLES[speaker.role];
  const fill = (text: string): string => text.split("{officer}").join(speaker.officer).split("{unit}").join(speaker.unit);
  if (!title) return { zh: fill(words.zh), en: fill(words.en) };
  return {
    zh: fill(words.zh.replace(/民警(?=\{officer\})/g, title.zh)),
    en: fill(words.en.replace(/officer (?=\{officer\})/gi, `${title.en} `)),
  };
}

/** The same for a list. */
export function spokenAll(words: readonly Words[], speaker: Speaker): Words[] {
  return words.map((line) => spoken(line, speaker));
}

/** The number to call: one found on the way goes before the one on file. */
export function numbersOf(view: CaseView, found: readonly (string | null | undefined)[]): string[] {
  const known = found.filter((number): number is string => Boolean(number)).reverse();
  return [...new Set([...known, view.target.phone].filter((number) => number !== ""))];
}

/** 13800000000 → "138 0000 0000": read aloud in groups. */
export function readable(number: string): string {
  return /^1\d{10}$/.test(number) ? `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}` : number;
}
