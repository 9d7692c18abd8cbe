/** Figures as this page writes them. */

/** Rounded down, so that 100 % means all. */
export function percent(share: number | null): string {
  if (share === null) return "?";
  const whole = Math.floor(share * 100 + 1e-9);
  return share > 0 && whole === 0 ? "<1%" : `${whole}%`;
}

/** Points: a whole number, or one decimal. */
export function points(value: number): string {
  return String(Math.round(value * 10) / 10);
}
