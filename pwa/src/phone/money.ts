/** Reads an amount as people type it and says it back as people speak it; money is integer fen. */

const MOST_FEN = 10 ** 13;
const UNITS: Record<string, number> = { "": 1, 千: 1e3, k: 1e3, 万: 1e4, w: 1e4, 十万: 1e5, 百万: 1e6, 千万: 1e7, 亿: 1e8 };

/** "103万", "1,030,000.50 元", full-width digits: fen; null where it is no amount. */
export function readYuan(typed: string): number | null {
  const text = typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s,，¥￥]/g, "")
    .replace(/(元整?|块钱?|人民币)$/, "");
  const match = /^(\d+)(?:\.(\d*))?(千|k|万|w|十万|百万|千万|亿)?$/.exec(text);
  if (!match) return null;
  const [, whole = "", fraction = "", unit = ""] = match;
  // Digits, not floats: 0.29 万 must be exactly 2,900 yuan.
  const scale = String(Math.round((UNITS[unit] ?? 1) * 100)).length - 1;
  const used = fraction.replace(/0+$/, "");
  if (used.length > scale || whole.length > 14) return null;
  const fen = Number(whole + used.padEnd(scale, "0"));
  return fen <= MOST_FEN ? fen : null;
}

/** 1030000 yuan → "103万元"; what does not fit into a short 万 keeps its digits: "12,345.67元". */
export function sayYuan(fen: number, language: "zh" | "en" = "zh"): string {
  if (language === "en") return `¥${grouped(fen)}`;
  const short = [
    { size: 1e10, word: "亿" },
    { size: 1e6, word: "万" },
  ].find(({ size }) => fen >= size && fen % (size / 100) === 0);
  return short ? `${trimmed(fen / short.size)}${short.word}元` : `${grouped(fen)}元`;
}

/** The plain figure for a field that is typed in again: 103000000 → "1030000". */
export function typedYuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return "";
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}

function grouped(fen: number): string {
  const yuan = Math.floor(fen / 100);
  const rest = fen % 100;
  const text = String(yuan).replace(/\B(?=(\d{3})+$)/g, ",");
  return rest ? `${text}.${String(rest).padStart(2, "0")}` : text;
}

function trimmed(value: number): string {
  return value.toFixed(2).replace(/\.?0+$/, "");
}
