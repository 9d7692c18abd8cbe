/** Homes within reach of many places. */
import type { JoinedPlaces, PlaceFinder } from "@quarterhour/isochrones";
import type { HomesAroundAnswer, HomesAroundQuestion } from "./tasks.ts";

/** `firstHome` is the place of the first home: places before it are outlets. */
export function homesAround(finder: PlaceFinder, firstHome: number, question: HomesAroundQuestion): HomesAroundAnswer {
  const { lngLat, settings, limitMinutes, among } = question;
  const count = lngLat.length / 2;
  const start = new Uint32Array(count + 1);
  let home = new Uint32Array(1024);
  let seconds = new Float64Array(1024);
  let length = 0;
  for (let i = 0; i < count; i++) {
    const around = finder.find([lngLat[2 * i], lngLat[2 * i + 1]], limitMinutes, settings);
    if (length + around.count > home.length) {
      const [homes, times] = [home, seconds];
      home = new Uint32Array((length + around.count) * 2);
      home.set(homes);
      seconds = new Float64Array(home.length);
      seconds.set(times);
    }
    for (let k = 0; k < around.count; k++) {
      const at = around.place[k] - firstHome;
      if (at < 0 || (among !== null && among[at] === 0)) continue;
      home[length] = at;
      seconds[length++] = around.seconds[k];
    }
    start[i + 1] = length;
  }
  return { start, home: home.slice(0, length), seconds: seconds.slice(0, length) };
}

/** Where homes join the network; those that are not asked for nowhere. */
export function homePlaces(
  { edge, offsetMeters, accessMeters }: JoinedPlaces,
  firstHome: number,
  among: Uint8Array | null,
): Pick<JoinedPlaces, "edge" | "offsetMeters" | "accessMeters"> {
  const ofHomes = edge.slice(firstHome);
  if (among !== null) for (let home = 0; home < ofHomes.length; home++) if (among[home] === 0) ofHomes[home] = -1;
  return {
    edge: ofHomes,
    offsetMeters: offsetMeters.subarray(firstHome),
    accessMeters: accessMeters.subarray(firstHome),
  };
}

/** Answers to parts of a question, one after another. */
export function putTogether(parts: readonly HomesAroundAnswer[]): HomesAroundAnswer {
  if (parts.length === 1) return parts[0];
  const length = parts.reduce((sum, { home }) => sum + home.length, 0);
  const places = parts.reduce((sum, { start }) => sum + start.length - 1, 0);
  const whole = {
    start: new Uint32Array(places + 1),
    home: new Uint32Array(length),
    seconds: new Float64Array(length),
  };
  let place = 0;
  let at = 0;
  for (const { start, home, seconds } of parts) {
    for (let i = 1; i < start.length; i++) whole.start[++place] = at + start[i];
    whole.home.set(home, at);
    whole.seconds.set(seconds, at);
    at += home.length;
  }
  return whole;
}
