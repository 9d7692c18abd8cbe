/** The clock on the wall of a Chinese shop: Asia/Shanghai, one offset all year for all of China. */

const offsetMilliseconds = 8 * 3_600_000;

/** Local date and time to the minute, `2026-03-01T08:30`. */
export function localTime(moment: Date): string {
  return new Date(moment.getTime() + offsetMilliseconds).toISOString().slice(0, 16);
}

/** `2026-03-01` of a moment (ISO 8601, or a day, which stays). */
export function dayInChina(moment: string | Date): string {
  if (typeof moment === "string" && moment.length <= 10) return moment;
  return localTime(new Date(moment)).slice(0, 10);
}

/** `2026-03-01`. */
export function todayInChina(): string {
  return dayInChina(new Date());
}
