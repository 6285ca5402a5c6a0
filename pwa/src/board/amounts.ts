/** Amounts on the board: every digit, grouped, for they are a record: 1,030,000元. */

import { language, t } from "../ui/i18n";

export function yuan(fen: number): string {
  const digits = (fen / 100).toLocaleString("en-US", { minimumFractionDigits: fen % 100 ? 2 : 0, maximumFractionDigits: 2 });
  return language.value === "zh" ? t("money.yuan", { digits }) : `¥${digits}`;
}
