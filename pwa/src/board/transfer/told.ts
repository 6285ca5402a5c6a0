/** What a moment of a transfer says on the timeline. */

import type { Rules } from "../../core/types";
import { say, t } from "../../ui/i18n";
import type { Paper } from "./papers";

export function paperTitle({ transfer, stage }: Paper): string {
  const { state, moved_at, at, reason, receiver, approved_at } = transfer;
  const unit = receiver.name;
  if (stage === "asked") {
    const wasReviewed = state !== "done" && (state !== "returned" || moved_at !== at || Boolean(approved_at));
    if (moved_at === at) return t(wasReviewed ? "transfer.asked_after" : "transfer.asked", { unit });
    return t("transfer.asked_waits", { unit });
  }
  if (stage === "moved") return t("transfer.moved", { unit });
  if (stage === "approved") return t("transfer.approved", { unit });
  if (state === "refused" || state === "returned") return t(`transfer.${state}`, { unit, reason });
  return t(state === "approved" ? "transfer.approved" : "transfer.lapsed", { unit });
}

export function paperWho({ transfer, stage }: Paper): string {
  if (stage === "moved") return "";
  if (stage === "asked") return transfer.by.name;
  return (stage === "approved" ? transfer.approved_by : transfer.decided_by)?.name ?? "";
}

/** Why it was asked for. */
export function paperLines({ transfer, stage }: Paper, rules: Rules | null): string[] {
  if (stage !== "asked") return [];
  const why = transfer.why && say(rules?.codes.transfer[transfer.why], transfer.why);
  return [why, transfer.note].filter((line) => line !== "");
}
