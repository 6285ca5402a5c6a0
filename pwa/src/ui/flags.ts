/** What every list says of a person in few words, where a rule that graded the case wants it: 反复预警3次. */

import type { CaseView } from "../core/types";
import { say } from "./i18n";

export function reasonFlags({ reasons }: Pick<CaseView, "reasons">): string[] {
  return [...new Set(reasons.flatMap(({ flag, flag_en }) => (flag ? [say({ zh: flag, en: flag_en ?? flag })] : [])))];
}
