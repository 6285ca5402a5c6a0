/** The words of the phone screens: [Chinese, English]. */

export const phone = {
  "phone.case": ["预警", "Case"],
} as const satisfies Record<string, readonly [string, string]>;
