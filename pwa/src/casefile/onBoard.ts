/** Printing from the board: what came of it stands in the board's one line. */

import { attempt, tellBoard } from "../board/notice";
import { t } from "../ui/i18n";
import { printFile } from "./printing";

/** Print the chosen case, if one is chosen. */
export async function printChosen(caseId: string | undefined): Promise<void> {
  if (caseId === undefined) return;
  await attempt(async () => {
    const name = await printFile(caseId);
    if (name) tellBoard({ text: t("board.print_done", { name }), tone: "done" });
  });
}
