import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { categories, explainTags, repairKinds, servicesOfTags } from "@quarterhour/data";

const table = JSON.parse(readFileSync(new URL("../osm-tags.json", import.meta.url), "utf8"));

/** Services in one line: `hairdresser beauty`, `small-repair/shoe`. */
const said = (tags: Record<string, string>) =>
  servicesOfTags(tags)
    .map(({ category, kind }) => (kind ? `${category}/${kind}` : category))
    .join(" ");

test.each<[Record<string, string>, string]>([
  [{ shop: "convenience" }, "convenience-store"],
  [{ shop: "supermarket" }, "supermarket"],
  [{ amenity: "marketplace", name: "科巷菜市场" }, "food-market"],
  [{ amenity: "marketplace", name: "夫子庙花鸟市场" }, ""],
  [{ shop: "greengrocer" }, "food-market"],
  [{ shop: "greengrocer", name: "百果园" }, ""],
  [{ shop: "greengrocer", name: "果园蔬菜水果店" }, "food-market"],
  [{ amenity: "bank" }, "bank"],
  [{ amenity: "atm" }, "bank"],
  [{ shop: "convenience", atm: "yes" }, "convenience-store bank"],
  [{ amenity: "fuel", atm: "no" }, ""],
  [{ amenity: "post_office" }, "parcel"],
  [{ amenity: "parcel_locker" }, "parcel"],
  [{ amenity: "vending_machine", vending: "parcel_pickup;parcel_mail_in" }, "parcel"],
  [{ amenity: "vending_machine", vending: "water" }, "water-vending"],
  [{ amenity: "vending_machine", vending: "drinks;water" }, "water-vending vending-machine"],
  [{ amenity: "vending_machine" }, "vending-machine"],
  [{ amenity: "vending_machine", vending: "public_transport_tickets" }, ""],
  [{ amenity: "drinking_water" }, ""],
  [{ shop: "hairdresser;beauty" }, "hairdresser beauty"],
  [{ shop: "hairdresser", beauty: "nails" }, "hairdresser beauty"],
  [{ shop: "supermarket", name: "盒马鲜生" }, "supermarket fresh-supermarket"],
  [{ shop: "bicycle" }, ""],
  [{ shop: "bicycle", "service:bicycle:repair": "yes" }, "small-repair/bicycle"],
  [{ shop: "bicycle", "service:bicycle:repair": "no" }, ""],
  [{ craft: "shoemaker", key_cutting: "yes" }, "small-repair/shoe small-repair/key"],
  [{ craft: "tailor" }, "small-repair/clothes"],
  [{ shop: "repair" }, "small-repair"],
  [{ shop: "repair", repair: "mobile_phone" }, "small-repair/electronics"],
  [{ shop: "watches", repair: "yes" }, "small-repair/watch"],
  [{ amenity: "restaurant", cuisine: "chinese" }, "restaurant"],
  [{ amenity: "restaurant", cuisine: "korean" }, "specialty-restaurant"],
  [{ amenity: "restaurant", cuisine: "korean", takeaway: "yes" }, "restaurant specialty-restaurant"],
  [{ amenity: "restaurant", cuisine: "chinese;korean" }, "restaurant specialty-restaurant"],
  [{ amenity: "fast_food", cuisine: "bubble_tea" }, "tea-coffee"],
  [{ amenity: "fast_food", cuisine: "baozi" }, "breakfast restaurant"],
  [{ tourism: "hotel", breakfast: "yes" }, "hotel"],
  [{ amenity: "cafe" }, "tea-coffee"],
  [{ shop: "clothes", brand: "Uniqlo" }, "brand-store"],
  [{ shop: "clothes" }, ""],
  [{ amenity: "kindergarten" }, ""],
  [{ amenity: "kindergarten", min_age: "2" }, "childcare"],
  [{ amenity: "social_facility", social_facility: "nursing_home" }, "elderly-care"],
  [{ amenity: "social_facility", social_facility: "group_home", "social_facility:for": "senior" }, "elderly-care"],
  [{ amenity: "social_facility", social_facility: "day_care", "social_facility:for": "child" }, "childcare"],
  [{ amenity: "social_facility", social_facility: "nursing_home", "social_facility:for": "disabled" }, ""],
  [{ leisure: "pitch", sport: "basketball" }, "fitness"],
  [{ leisure: "pitch", access: "private" }, ""],
  [{ leisure: "playground" }, ""],
  [{ leisure: "playground", indoor: "yes" }, "children-play"],
  [{ amenity: "arts_centre", name: "江苏省美术馆" }, ""],
  [{ amenity: "fuel", car_wash: "yes" }, "car-wash"],
  [{ shop: "car", "service:vehicle:repair": "yes" }, "car-repair"],
  [{ shop: "convenience", automated: "yes" }, "convenience-store smart-store"],
  [{ highway: "residential", name: "修鞋巷" }, ""],
])("%j → %s", (tags, expected) => {
  expect(said(tags)).toBe(expected);
});

describe("a name tells where tags are thin", () => {
  test.each<[Record<string, string>, string]>([
    [{ shop: "yes", name: "老张修鞋" }, "small-repair/shoe"],
    [{ shop: "yes", name: "便民修鞋配钥匙" }, "small-repair/shoe small-repair/key"],
    [{ shop: "beauty", name: "Style Hair Salon" }, "hairdresser beauty"],
    [{ shop: "beauty", name: "The Chairs" }, "beauty"],
    [{ shop: "wine", name: "七天连锁酒店" }, "hotel"],
    [{ shop: "wine", name: "酒店用品" }, ""],
    [{ amenity: "restaurant", name: "社区食堂" }, "restaurant community-canteen"],
    [{ amenity: "restaurant", name: "煎餅小俠" }, "breakfast restaurant"],
    [{ shop: "variety_store", name: "名创优品" }, "lifestyle-store"],
    [{ shop: "variety_store" }, "hardware"],
    [{ office: "company", name: "安心家政" }, "housekeeping"],
  ])("%j → %s", (tags, expected) => {
    expect(said(tags)).toBe(expected);
  });

  test("but says nothing where the tags are plain", () => {
    expect(said({ amenity: "school", name: "修鞋学校" })).toBe("");
    expect(said({ shop: "optician", name: "理发" })).toBe("optician");
  });
});

describe("closed things do not count, and say so", () => {
  test.each<[Record<string, string>]>([
    [{ shop: "vacant" }],
    [{ shop: "bakery", disused: "yes" }],
    [{ amenity: "bank", abandoned: "yes" }],
    [{ amenity: "cafe", opening_hours: "closed" }],
    [{ amenity: "cafe", end_date: "2019" }],
    [{ shop: "bakery", name: "好利来（停业）" }],
    [{ shop: "bakery", name: "好利来(停业)" }],
  ])("%j", (tags) => {
    const reading = explainTags(tags);
    expect(reading.services).toEqual([]);
    expect(reading.leftOut).not.toBeNull();
  });

  test("a tag with the prefix of a former life is no shop at all", () => {
    expect(explainTags({ "disused:shop": "bakery" })).toEqual({ services: [], reasons: [], leftOut: null });
  });
});

describe("nothing shop-like is dropped unseen", () => {
  test("a shop value that no table knows is reported", () => {
    expect(explainTags({ shop: "teleporter" }).leftOut).toEqual({
      tag: "shop=teleporter",
      reason: "the table does not know this value",
    });
    expect(explainTags({ craft: "constructor" }).leftOut?.tag).toBe("craft=constructor");
  });

  test("a known thing that is none of the fifty says why", () => {
    expect(explainTags({ amenity: "bar" }).leftOut?.tag).toBe("amenity=bar");
  });

  test("what is no shop is not reported", () => {
    const bare: Record<string, string>[] = [
      { highway: "footway" },
      { amenity: "bench" },
      { building: "yes", name: "超市楼" },
    ];
    for (const tags of bare) {
      expect(explainTags(tags).leftOut).toBeNull();
    }
  });

  test("what counts is not listed as outside the fifty", () => {
    const wronglyOutside: string[] = [];
    // These count only with another tag or name beside; their bare value does not.
    for (const { key, values } of table.outside) {
      for (const value of values) {
        if (value !== "*" && servicesOfTags({ [key]: value }).length > 0) wronglyOutside.push(`${key}=${value}`);
      }
    }
    // Listed because a private or odd one does not count; the plain one does.
    const countsUnlessPrivate =
      /^leisure=(sports_centre|sport|pitch|track|fitness_centre|fitness_station|sports_hall|bowling_alley|ice_rink|sauna)$|^amenity=(marketplace|vending_machine|arts_centre)$|^shop=(greengrocer|variety_store)$|^craft=clockmaker$/;
    expect(wronglyOutside.filter((tag) => !countsUnlessPrivate.test(tag))).toEqual([]);
  });
});

test("every category and every kind can come from a map", () => {
  const rules = table.sections.flatMap((section: { rules: object[] }) => section.rules);
  const hints = JSON.parse(readFileSync(new URL("../osm-name-hints.json", import.meta.url), "utf8")).hints;
  const all: { gives?: string[]; kinds?: string[] }[] = [...rules, ...hints];
  const given = new Set(all.flatMap((row) => row.gives ?? []));
  const kinds = new Set(all.flatMap((row) => row.kinds ?? []));
  expect(categories.filter(({ id }) => !given.has(id)).map(({ id }) => id)).toEqual([]);
  expect(repairKinds.filter(({ id }) => !kinds.has(id)).map(({ id }) => id)).toEqual([]);
});

test("each named list of the table is used", () => {
  const text = JSON.stringify(table.sections);
  for (const name of Object.keys(table.lists)) expect(text).toContain(`"@${name}"`);
});

test("services come in policy order, each once", () => {
  const tags = { amenity: "atm", shop: "laundry;convenience", atm: "yes", alterations: "yes", repair: "shoes" };
  expect(said(tags)).toBe("convenience-store laundry small-repair/shoe small-repair/clothes bank");
});

test("works on tags without a prototype, as the OSM reader gives them", () => {
  const tags: Record<string, string> = Object.assign(Object.create(null), { shop: "bakery" });
  expect(said(tags)).toBe("bakery");
});
