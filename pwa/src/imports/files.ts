/** What can be said of a file before it is sent, by its name and size; what is in it the server looks at. */

import type { Key } from "../ui/i18n";

const KINDS: readonly [RegExp, Key | ""][] = [
  [/^(xlsx|csv|txt|tsv)$/, ""],
  [/^(xls|xlt|et)$/, "imports.is_old"],
  [/^(xlsb|xlsm|xltx|ods|numbers)$/, "imports.is_other_table"],
  [/^(png|jpe?g|gif|webp|bmp|heic|tiff?)$/, "imports.is_picture"],
  [/^(pdf|docx?|wps|pptx?|rtf|ofd)$/, "imports.is_document"],
  [/^(zip|rar|7z|gz|tar)$/, "imports.is_archive"],
];

/** Why this file need not be sent at all, or nothing. */
export function refusalOf(file: { name: string; size: number }, most: number): Key | "" {
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? "";
  const [, kind] = KINDS.find(([names]) => names.test(ending)) ?? [null, "imports.is_unknown" as const];
  if (kind) return kind;
  if (file.size === 0) return "imports.is_empty";
  return file.size > most ? "imports.too_big" : "";
}

/** 1.2 MB, 340 KB: as a person reads a size; never 0. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  const size = bytes / 1024 / 1024;
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} MB`;
}
