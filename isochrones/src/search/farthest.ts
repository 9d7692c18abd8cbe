import type { WalkNetwork } from "../network/network.ts";
import type { WalkSettings } from "../types.ts";

/**
 * Straight metres that no walk of so many minutes exceeds, whoever walks: at the settings' speed all the way, and over
 * each ferry or lift that is faster besides. A hundredth is added for the Earth's roundness and rounded times.
 */
export function farthestMeters(network: WalkNetwork, settings: WalkSettings, minutes: number): number {
  const metersPerMinute = (settings.speedKmh * 1000) / 60;
  const { edgeClass, edgeMillimeters } = network.arrays;
  const fast = network.classes.map(({ fixedSpeedKmh }) => (fixedSpeedKmh ?? 0) > settings.speedKmh);
  const fastest = network.classes.reduce((most, row) => Math.max(most, row.fixedSpeedKmh ?? 0), settings.speedKmh);
  let rides = 0;
  if (fast.includes(true)) {
    for (let edge = 0; edge < edgeClass.length; edge++)
      if (fast[edgeClass[edge]]) rides += edgeMillimeters[edge] / 1000;
  }
  return 1.01 * Math.min((fastest * 1000 * minutes) / 60, metersPerMinute * minutes + rides) + 5;
}
