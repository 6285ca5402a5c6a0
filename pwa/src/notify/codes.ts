/** Why a message did not arrive, in words that say what to do: from the short code the server keeps. */

import { t, type Key } from "../ui/i18n";
import type { Kind } from "./types";

const KNOWN: Readonly<Record<string, Key>> = {
  timeout: "notify.code_timeout",
  unreachable: "notify.code_unreachable",
  forbidden: "notify.code_forbidden",
  garbage: "notify.code_garbage",
  no_gateway: "notify.code_no_gateway",
  no_mail: "notify.code_no_mail",
  no_phone: "notify.code_no_phone",
  mail_refused: "notify.code_mail_refused",
  key_changed: "notify.code_key_changed",
  device_lost: "notify.code_device_lost",
  other_member: "notify.code_other_member",
  channel_off: "notify.code_channel_off",
};
const ROBOTS: Readonly<Record<string, Key>> = {
  93000: "notify.code_robot",
  300001: "notify.code_robot",
  300005: "notify.code_robot",
  40014: "notify.code_robot",
  19001: "notify.code_robot",
  310000: "notify.code_keyword",
  19021: "notify.code_keyword",
  19024: "notify.code_keyword",
  45009: "notify.code_busy",
  130101: "notify.code_busy",
  11232: "notify.code_busy",
  9499: "notify.code_busy",
};

export function whyNot(kind: Kind, code: string): string {
  if (kind === "webpush" && (code === "404" || code === "410")) return t("notify.code_gone");
  return t(KNOWN[code] ?? ROBOTS[code] ?? (code === "429" ? "notify.code_busy" : "notify.code_other"), { code });
}

/** 手机推送, 企业微信, … */
export function wayName(kind: Kind): string {
  return t(`notify.${kind}`);
}
