/** A text cut at its watch words, so that they can be highlighted; places are counted in Unicode characters, as the server does. */

import type { Mark, Words } from "../core/types";

export interface Piece {
  text: string;
  /** Why it catches the eye; missing for what stands between. */
  why?: Words;
}

/** The text in pieces, in order; together they are the whole text, whatever the marks say. */
export function piecesOf(text: string, marks: readonly Mark[]): Piece[] {
  const letters = Array.from(text);
  const pieces: Piece[] = [];
  let at = 0;
  const upTo = (end: number, why?: Words): void => {
    if (end > at) pieces.push({ text: letters.slice(at, end).join(""), ...(why && { why }) });
    at = Math.max(at, end);
  };
  for (const { start, end, why } of marks) {
    if (start < at || end > letters.length) continue;
    upTo(start);
    upTo(end, why);
  }
  upTo(letters.length);
  return pieces;
}

/** Each reason once, with the word that gives it first. */
export function reasonsOf(pieces: readonly Piece[]): Piece[] {
  const first = new Map<string, Piece>();
  for (const piece of pieces) if (piece.why && !first.has(piece.why.zh)) first.set(piece.why.zh, piece);
  return [...first.values()];
}
