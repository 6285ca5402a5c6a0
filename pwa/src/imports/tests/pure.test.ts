/** What the import screen works out by itself: files that need not be sent, columns, pace. */

import { expect, it } from "vitest";
import { changesOf, fieldOf, isWithoutNumber, samplesOf, twiceIn, unreadIn, type Choice } from "../columns";
import { refusalOf, sizeOf } from "../files";
import { paceOf, restOf, seenWith, shortNumber, type Seen } from "../pace";
import type { Column, RowView } from "../types";

const MOST = 64 * 1024 * 1024;

it.each([
  ["名单.xlsx", 10, ""],
  ["名单.CSV", MOST, ""],
  ["a.b.txt", 1, ""],
  ["名单.xlsx", 0, "imports.is_empty"],
  ["名单.xlsx", MOST + 1, "imports.too_big"],
  ["名单.xls", 10, "imports.is_old"],
  ["名单.ods", 10, "imports.is_other_table"],
  ["门口.JPG", 10, "imports.is_picture"],
  ["通知.docx", 10, "imports.is_document"],
  ["打包.zip", 10, "imports.is_archive"],
  ["名单", 10, "imports.is_unknown"],
  ["名单.exe", 10, "imports.is_unknown"],
])("says of %s (%i bytes) “%s”", (name, size, refusal) => {
  expect(refusalOf({ name, size }, MOST)).toBe(refusal);
});

it.each([
  [0, "1 KB"],
  [340 * 1024, "340 KB"],
  [1.25 * 1024 * 1024, "1.3 MB"],
  [MOST, "64 MB"],
])("says the size of %i bytes", (bytes, size) => {
  expect(sizeOf(bytes)).toBe(size);
});

function column(place: number, field: Column["field"]): Column {
  return { column: place, letter: "ABCDE"[place]!, header: "", field, how: "" };
}

const columns = [column(0, "target.name"), column(1, "target.phone"), column(2, "")];

it("puts what a person chose on top of what was found, leaving out included", () => {
  const choice: Choice = new Map([[0, ""], [2, "target.name"]]);
  expect(columns.map((one) => fieldOf(one, choice))).toEqual(["", "target.phone", "target.name"]);
  expect(changesOf(columns, choice)).toEqual([
    { column: 0, field: "" },
    { column: 2, field: "target.name" },
  ]);
});

it("has nothing to send where the choice is what was found", () => {
  expect(changesOf(columns, new Map([[0, "target.name"]]))).toEqual([]);
});

it("names the columns that were chosen for one field, and not those left out", () => {
  expect(twiceIn(columns, new Map())).toEqual([]);
  expect(twiceIn(columns, new Map([[2, "target.phone"]]))).toEqual([{ field: "target.phone", letters: ["B", "C"] }]);
  expect(twiceIn([column(0, ""), column(1, "")], new Map())).toEqual([]);
});

it("asks for a phone or an ID number", () => {
  expect(isWithoutNumber(columns, new Map())).toBe(false);
  expect(isWithoutNumber(columns, new Map([[1, ""]]))).toBe(true);
  expect(isWithoutNumber(columns, new Map([[1, ""], [2, "target.id_number"]]))).toBe(false);
  expect(isWithoutNumber([], new Map())).toBe(false);
});

it("shows the first three different values of a column", () => {
  const rows = [["甲"], [" "], ["乙"], ["甲"], [], ["丙"], ["丁"]].map((cells, row) => ({ row, cells }) as unknown as RowView);
  expect(samplesOf(columns[0]!, rows)).toEqual(["甲", "乙", "丙"]);
});

it("counts the rows a column's cells could not be read in, over all reasons", () => {
  const reason = { header: "", field: "", message: "", message_en: "", bad: 0 };
  const reasons = [{ ...reason, column: "B", rows: 3 }, { ...reason, column: "B", rows: 4 }, { ...reason, column: "C", rows: 9 }];
  expect(unreadIn(columns[1]!, { reasons } as never)).toBe(7);
  expect(unreadIn(columns[0]!, { reasons } as never)).toBe(0);
});

function watched(...points: [number, number][]): Seen[] {
  return points.reduce<Seen[]>((seen, [at, rows]) => seenWith(seen, { at, rows }), []);
}

it("says no pace before it can be known", () => {
  expect(paceOf([])).toBeNull();
  expect(paceOf(watched([0, 0], [1000, 5]))).toBeNull();
  expect(paceOf(watched([0, 5], [9000, 5]))).toBeNull();
});

it("measures the last half minute", () => {
  expect(paceOf(watched([0, 0], [5000, 20]))).toBe(4);
  expect(paceOf(watched([0, 0], [10_000, 1000], [35_000, 1025], [40_000, 1030]))).toBe(1);
});

it("begins anew when the rows do", () => {
  expect(watched([0, 100], [1000, 5])).toEqual([{ at: 1000, rows: 5 }]);
});

it.each([
  [0.333, "0.3"],
  [3, "3"],
  [9.96, "10"],
  [119.6, "120"],
])("says %f rows a second", (pace, said) => {
  expect(shortNumber(pace)).toBe(said);
});

it.each([
  [100, 100, 1, 5],
  [100, 88, 1, 15],
  [1000, 0, 2, 540],
])("of %i rows, %i through at %i a second, the rest takes %i seconds", (total, rows, pace, seconds) => {
  expect(restOf(total, rows, pace)).toBe(seconds);
});
