import { completeSettings } from "../../foot/profiles.ts";
import type { WalkSettings } from "../../types.ts";
import { OsrmCannotHonour } from "./errors.ts";

/** Speed of OSRM's stock foot profile. */
const OSRM_SPEED_KMH = 5;
/** Its wait at traffic lights. */
const OSRM_SIGNAL_SECONDS = 2;

/** OSRM's durations times this are those of a walker at the speed. */
export const durationFactor = (settings: WalkSettings): number => OSRM_SPEED_KMH / settings.speedKmh;

/**
 * The settings that OSRM's answer will have been made with. What the question leaves open is as OSRM has it: private
 * ways excluded. Its waits at lights are part of its durations and grow or shrink with the speed, as do ferries.
 * OsrmCannotHonour where the question asks for something else; RangeError for impossible values.
 */
export function osrmSettings(asked: Partial<WalkSettings> = {}): WalkSettings {
  const complete = completeSettings(asked);
  const fields: OsrmCannotHonour["fields"] = [];
  if (complete.profile !== "adult") {
    fields.push({ field: "profile", message: `OSRM walks as an adult only, not as "${complete.profile}"` });
  }
  if (asked.privateWays === "residents") {
    fields.push({ field: "privateWays", message: 'OSRM never walks private ways; say "exclude", or leave it out' });
  }
  if (complete.at) {
    fields.push({ field: "at", message: "OSRM knows no opening hours of gates; leave the time out" });
  }
  const signalSeconds = OSRM_SIGNAL_SECONDS * durationFactor(complete);
  // the settings of an earlier answer may be asked with again
  if (![undefined, OSRM_SIGNAL_SECONDS, signalSeconds].includes(asked.signalSeconds)) {
    fields.push({ field: "signalSeconds", message: `OSRM waits ${OSRM_SIGNAL_SECONDS} s at lights; leave it out` });
  }
  if (fields.length > 0) throw new OsrmCannotHonour(fields);
  return { ...complete, privateWays: "exclude", signalSeconds };
}
