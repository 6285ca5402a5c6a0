/** What the columns are taken for: what a person changed on top of what was found, and what is wrong with it at once. Pure. */

import type { Column, Counts, RowView } from "./types";

const SAMPLES = 3;
const NUMBERS: readonly string[] = ["target.phone", "target.id_number"];

/** What a person chose, by column; an empty field leaves it out. */
export type Choice = ReadonlyMap<number, Column["field"]>;

export interface Twice {
  field: Column["field"];
  letters: string[];
}

export function fieldOf(column: Column, choice: Choice): Column["field"] {
  return choice.get(column.column) ?? column.field;
}

/** Only what differs from what is known already. */
export function changesOf(columns: readonly Column[], choice: Choice): { column: number; field: Column["field"] }[] {
  return columns.flatMap((one) => {
    const field = fieldOf(one, choice);
    return field === one.field ? [] : [{ column: one.column, field }];
  });
}

/** Fields that were chosen for more than one column. */
export function twiceIn(columns: readonly Column[], choice: Choice): Twice[] {
  const letters = new Map<Column["field"], string[]>();
  for (const column of columns) {
    const field = fieldOf(column, choice);
    if (field) letters.set(field, [...(letters.get(field) ?? []), column.letter]);
  }
  return [...letters].filter(([, named]) => named.length > 1).map(([field, named]) => ({ field, letters: named }));
}

/** Without a phone or an ID number nobody can be found. */
export function isWithoutNumber(columns: readonly Column[], choice: Choice): boolean {
  return columns.length > 0 && !columns.some((column) => NUMBERS.includes(fieldOf(column, choice)));
}

/** The first values that stand in this column. */
export function samplesOf(column: Column, rows: readonly RowView[]): string[] {
  const said = rows.map((row) => row.cells[column.column]?.trim() ?? "");
  return [...new Set(said.filter(Boolean))].slice(0, SAMPLES);
}

/** How many rows have a cell here that could not be read. */
export function unreadIn(column: Column, counts: Counts): number {
  return (counts.reasons ?? []).reduce((sum, reason) => (reason.column === column.letter ? sum + reason.rows : sum), 0);
}
