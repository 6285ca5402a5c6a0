/** The words of the board: [Chinese, English]. */

export const board = {
  "board.title": ["工作台", "Board"],
} as const satisfies Record<string, readonly [string, string]>;
