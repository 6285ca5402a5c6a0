/** Names as passers-by may read them: the surname alone. */

/** Surnames of two characters that are met with; anything else has one. */
const DOUBLE = new Set(
  "欧阳 上官 司马 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 宇文 长孙 东方 南宫 西门 端木 轩辕 独孤 闻人 呼延 澹台 淳于 太史 申屠 公羊 赫连 钟离 鲜于 闾丘 亓官 司寇 巫马 濮阳 拓跋 百里 东郭 南门 第五".split(" "),
);

/** 彭先生 → 彭**, 欧阳文 → 欧阳**; a rare character counts as one. */
export function masked(name: string): string {
  const letters = [...name.trim()];
  if (letters.length === 0) return "";
  const two = letters.slice(0, 2).join("");
  return `${letters.length > 2 && DOUBLE.has(two) ? two : letters[0]}**`;
}
