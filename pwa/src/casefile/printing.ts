/** The case file as PDF: fetched when somebody asks for it, handed to the browser, kept nowhere by the app. */

import { ref } from "vue";
import { deviceId } from "../core/device";
import { openMemberId } from "../core/db";
import { noAnswer } from "../core/problem";
import { refusalOf } from "../core/transport";
import type { CaseView, Me } from "../core/types";
import { language } from "../ui/i18n";

/** Longer than other answers: the server puts it together first. */
const TIMEOUT_MS = 60_000;
/** The browser has taken the file long before. */
const KEPT_MS = 60_000;

/** The cases whose files are on their way. */
export const underWay = ref<ReadonlySet<string>>(new Set());

/** The server decides (`may_print_case` in `backend/people/access.py`); this only spares a refusal. */
export function mayPrint(me: Me, one: CaseView): boolean {
  if (["chief", "desk", "operator", "commander"].includes(me.role)) return true;
  return me.role === "officer" && one.assignments.some(({ member, end }) => member?.id === me.id && end === "done");
}

/** Fetch the file and hand it over; answers its name, or nothing where it is on its way already. */
export async function printFile(caseId: string): Promise<string | null> {
  if (underWay.value.has(caseId)) return null;
  underWay.value = new Set([...underWay.value, caseId]);
  try {
    const { name, content } = await fetched(caseId);
    handOver(name, content);
    return name;
  } finally {
    underWay.value = new Set([...underWay.value].filter((each) => each !== caseId));
  }
}

async function fetched(caseId: string): Promise<{ name: string; content: Blob }> {
  const member = openMemberId();
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`/api/cases/${encodeURIComponent(caseId)}/file.pdf?lang=${language.value}`, {
      credentials: "same-origin",
      cache: "no-store",
      headers: { "X-Device": await deviceId(), ...(member === null ? {} : { "X-Member": String(member) }) },
      signal: cut.signal,
    }).catch(() => Promise.reject(noAnswer()));
    if (!response.ok) throw refusalOf({ status: response.status, headers: response.headers, body: await response.json().catch(() => null) });
    // A page where the file should be: a network that wants to be signed in to first.
    if (response.headers.get("Content-Type") !== "application/pdf") throw noAnswer();
    const name = /filename="([\w.-]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "case.pdf";
    return { name, content: await response.blob().catch(() => Promise.reject(noAnswer())) };
  } finally {
    clearTimeout(timer);
  }
}

function handOver(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
