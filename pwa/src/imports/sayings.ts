/** How rows, faults and lines of imports are said. */

import { t, type Language } from "../ui/i18n";
import type { ImportLine, RowFault } from "./types";

/** The fault, with its column where it has one. */
export function faultWords(fault: RowFault, language: Language): string {
  const message = language === "zh" ? fault.message : fault.message_en;
  return fault.column ? t("imports.fault_at", { column: fault.column, header: fault.header, message }) : message;
}

/** What came of it so far, in one line. */
export function lineWords({ state, counts, total }: ImportLine): string {
  const { rows = 0, good = 0, bad = 0 } = counts;
  if (state === "checking") return t("imports.line_checking", { rows });
  if (state === "checked") return t("imports.line_checked", { good, bad });
  if (state === "done") return t("imports.line_done", { ...takenOf(counts) });
  return state === "broken" ? "" : t("imports.line_running", { rows, total });
}

/** What came of the rows; whatever was not stored was left out. */
export function takenOf({ taken = {} }: ImportLine["counts"]): { accepted: number; joined: number; known: number; bad: number } {
  const { accepted = 0, joined = 0, known = 0, bad = 0, invalid = 0, failed = 0 } = taken;
  return { accepted, joined, known, bad: bad + invalid + failed };
}

/** The list that can be downloaded, named by its import. */
export function listAddress(id: string): string {
  return `/api/imports/${id}/result/`;
}
