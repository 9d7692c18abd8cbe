/** Is an outlet open at a moment? The only file that knows the opening_hours library (LGPL-3.0, used unchanged). */
import OpeningHours from "opening_hours";

/** Asia/Shanghai: one offset all year for all of China. */
const offsetHours = 8;

const parsed = new Map<string, OpeningHours | null>();
const parsedLimit = 20_000;

/**
 * true or false at that moment by the clock of Asia/Shanghai; null where the hours are missing, cannot be read, or
 * themselves say unknown.
 * @param hours in the OSM opening_hours form, such as `Mo-Sa 08:30-20:00`
 */
export function openAt(hours: string | null, moment: Date): boolean | null {
  if (hours === null) return null;
  const rules = parse(hours.trim());
  if (rules === null) return null;
  // The library reads the clock of the process, so it is handed a moment at which that clock shows Shanghai's time.
  const shanghai = new Date(moment.getTime() + offsetHours * 3_600_000);
  const local = new Date(
    shanghai.getUTCFullYear(),
    shanghai.getUTCMonth(),
    shanghai.getUTCDate(),
    shanghai.getUTCHours(),
    shanghai.getUTCMinutes(),
    shanghai.getUTCSeconds(),
  );
  try {
    return rules.getUnknown(local) ? null : rules.getState(local);
  } catch {
    return null;
  }
}

function parse(hours: string): OpeningHours | null {
  const known = parsed.get(hours);
  if (known !== undefined) return known;
  let rules: OpeningHours | null = null;
  try {
    if (hours !== "") {
      rules = new OpeningHours(hours, { lat: 35, lon: 105, address: { country_code: "cn", state: "" } });
    }
  } catch {
    // Not readable as opening hours: unknown, as if missing.
  }
  if (parsed.size >= parsedLimit) parsed.clear();
  parsed.set(hours, rules);
  return rules;
}
