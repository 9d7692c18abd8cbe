/** What a way costs each walker, relative to level, firm ground. */
import { expect, test } from "vitest";
import { paceFactor } from "../../src/foot/pace.ts";
import { profileOf, profiles } from "../../src/foot/profiles.ts";
import { classifyWay } from "../../src/foot/ways.ts";

const walkers = ["adult", "elder", "child", "pram", "wheelchair"] as const;

/** null: cannot go. */
test.each<[string, (number | null)[]]>([
  ["highway=footway", [1, 1, 1, 1, 1]],
  ["highway=footway surface=sett", [1, 1, 1, 1.1, 1.4]],
  ["highway=footway surface=ground", [1, 1, 1, 1.4, null]],
  ["highway=footway surface=gravel", [4 / 3, 4 / 3, 4 / 3, (4 / 3) * 1.4, null]],
  ["highway=footway surface=sand", [2, 2, 2, 4, null]],
  ["highway=steps", [1, 1.6, 1.4, null, null]],
  ["highway=steps ramp:stroller=yes", [1, 1.6, 1.4, 1.5, null]],
  ["highway=steps ramp:wheelchair=yes", [1, 1.6, 1.4, 1.5, 1.5]],
  ["highway=steps incline=60%", [1, 1.6, 1.4, null, null]],
  ["highway=steps conveying=forward", [1, 1.6, 1.4, null, null]],
  ["highway=footway incline=up", [1, 1, 1, 1, 1]],
  ["highway=footway incline=5%", [1, 1, 1, 1, 1]],
  ["highway=footway wheelchair=no", [1, 1, 1, 1, null]],
  ["highway=footway width=0.6", [1, 1, 1, null, null]],
])("%s: %j", (text, expected) => {
  const tags = Object.fromEntries(text.split(" ").map((tag) => tag.split("=") as [string, string]));
  const row = classifyWay(tags, () => Number.NaN)!;
  expect(walkers.map((id) => paceFactor(profileOf(id), row))).toEqual(
    expected.map((factor) => (factor === null ? null : expect.closeTo(factor, 9))),
  );
});

test("slopes by Tobler's function, the mean of up and down; too steep for wheels at last", () => {
  const factors = (incline: string) =>
    walkers.map((id) =>
      paceFactor(
        profileOf(id),
        classifyWay({ highway: "footway", incline }, () => Number.NaN)!,
      ),
    );
  const onFoot = (Math.exp(3.5 * 0.1) + Math.exp(0)) / 2;
  expect(factors("10%").slice(0, 3)).toEqual([1, 2, 3].map(() => expect.closeTo(onFoot, 9)));
  expect(factors("10%")[3]).toBeGreaterThan(onFoot);
  expect(factors("10%")[4]).toBeNull();
  expect(factors("8%")[4]).toBeGreaterThan(1);
  expect(factors("-8%")).toEqual(factors("8%"));
  expect(factors("20%")[3]).toBeNull();
});

test("each profile is whole and says where it comes from", () => {
  expect(profiles.map(({ id }) => id)).toEqual([...walkers]);
  for (const profile of profiles) {
    expect(profile.source.length).toBeGreaterThan(10);
    expect(profile.speedKmh).toBeGreaterThan(2);
    expect(profile.groundFactors.firm).toBe(1);
  }
});
