/** Figures as this page writes them. */

/** Rounded down, so that 100 % means all; never 0 % where somebody is reached. */
export function percent(share: number): string {
  const whole = Math.floor(share * 100 + 1e-9);
  return share > 0 && whole === 0 ? "<1%" : `${whole}%`;
}

/** Walking minutes with one decimal below ten. */
export function minutesOf(seconds: number): string {
  const minutes = seconds / 60;
  return minutes < 10 ? minutes.toFixed(1) : String(Math.round(minutes));
}
