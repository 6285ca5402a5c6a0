/** The page one leaves with the target: where it stands, and its address as a QR code that needs no network. */

import type { Rules } from "../core/rules";
import type { Language } from "../ui/i18n";

/** The page of this type of fraud, at the city's public address or where the app itself is. */
export function pageAddress(rules: Rules, fraudType: string, language: Language): string {
  const kind = fraudType in rules.fraud_types ? fraudType : "other";
  // Rules kept by an older app name no address, or have no such part at all.
  const base = (rules as Partial<Rules>).phones?.public_address || location.origin;
  return `${base}/p/${kind}/${language === "en" ? "?lang=en" : ""}`;
}

export interface Code {
  size: number;
  /** Its dark squares as one SVG path, a unit each. */
  path: string;
}

/** Loaded when the sheet is opened; it lies on the phone with the rest of the app. */
export async function codeOf(text: string): Promise<Code> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : []))).join("");
  return { size, path };
}
