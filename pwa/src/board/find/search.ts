/** Finding among the cases held here, at every key: by the same rules as the server (`backend/cases/searchwords.py`), and by address. */

import type { CaseView } from "../../core/types";

const SHORTEST_PHONE_TAIL = 3;
const TAIL_DIGITS = 5;
/** Of a case number any part will do, once it is longer than what any number holds. */
const SHORTEST_PART = 6;
/** The server is not asked for less. */
export const SHORTEST_ASKED = 2;

/** The test for one text; without a text everything passes. */
export function finder(text: string): (one: CaseView) => boolean {
  const wanted = plain(text);
  if (wanted === "") return () => true;
  return /^[\d-]+$/.test(wanted) ? byDigits(wanted.replace(/-/g, "")) : byWords(wanted);
}

function byDigits(digits: string): (one: CaseView) => boolean {
  if (digits === "") return () => false;
  const tail = `-${digits.padStart(TAIL_DIGITS, "0")}`;
  return (one) =>
    (digits.length >= SHORTEST_PHONE_TAIL && phonesOf(one).some((phone) => phone.endsWith(digits))) ||
    (digits.length <= TAIL_DIGITS && one.number.endsWith(tail)) ||
    (digits.length >= SHORTEST_PART && one.number.replace(/-/g, "").includes(digits));
}

function byWords(wanted: string): (one: CaseView) => boolean {
  return ({ target }) =>
    plain(target.name).includes(wanted) ||
    (target.initials ?? []).some((letters) => letters.startsWith(wanted)) ||
    plain(target.address).includes(wanted) ||
    plain(target.division_name).includes(wanted);
}

/** The person's own number, and the others that were found for him on the way. */
function phonesOf(one: CaseView): string[] {
  const found = one.reports.map((report) => report.inputs.phone ?? "");
  return [one.target.phone, ...found].map((phone) => phone.replace(/\D/g, "")).filter(Boolean);
}

function plain(text: string): string {
  return text.replace(/[\s·.'’]/g, "").toLowerCase();
}
