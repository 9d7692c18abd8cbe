/** The sample's own addresses, those asked for kept out of the gazetteer: what is taken is right. */
import { expect, test } from "vitest";
import { Chance, sampleFolds } from "../../../bench/geocode-cases.ts";
import { noises } from "../../../bench/geocode-noise.ts";
import { metersBetween } from "../../../src/intake/geometry/sphere.ts";
import { Gazetteer } from "../../../src/intake/geocoding/gazetteer.ts";
import { GazetteerGeocoder } from "../../../src/intake/geocoding/resolve.ts";
import { DEFAULT_BAR } from "../../../src/intake/geocoding/rows.ts";

const [fold] = await sampleFolds();
const geocoder = new GazetteerGeocoder(new Gazetteer(fold.sources));

test.each([
  ["clean", 0.75],
  ["traditional", 0.75],
  ["full width", 0.75],
  ["Chinese numerals", 0.75],
  ["extra words", 0.75],
  ["homophone", 0.6],
  ["wrong character", 0.2],
  ["missing character", 0.1],
  ["no number", 0],
  ["other city", 0],
])("%s: 95 of 100 taken lie within 100 m", (noise, leastTaken) => {
  const chance = new Chance(noise);
  let asked = 0;
  let right = 0;
  let taken = 0;
  for (const each of fold.cases) {
    const address = noises[noise](each, chance, { renamed: new Map() });
    if (address === null) continue;
    asked++;
    const [best] = geocoder.locate({ address });
    if (best === undefined || best.confidence < DEFAULT_BAR) continue;
    taken++;
    if (noise !== "other city" && metersBetween(best.location, each.location) <= 100) right++;
  }
  expect(asked).toBeGreaterThan(50);
  expect(taken / asked).toBeGreaterThanOrEqual(leastTaken);
  expect(taken - right).toBeLessThanOrEqual(taken * 0.05);
});
