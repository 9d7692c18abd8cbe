/** Names and addresses as OSM tags give them, in the form that people in China write. */
import type { OsmTags } from "@quarterhour/isochrones";

const HAN = /\p{Script=Han}/u;

/** The Chinese name where there is one, else the local name; null when unnamed. */
export function nameOf(tags: OsmTags): string | null {
  const local = cleaned(tags.name);
  const chinese = cleaned(tags["name:zh"]) || cleaned(tags["name:zh-Hans"]);
  if (local && (HAN.test(local) || !chinese)) return local;
  return chinese || local || null;
}

/** Without blanks around and without the invisible marks for text direction that copying from the web leaves behind. */
function cleaned(text: string | undefined): string | undefined {
  return text?.replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "").trim();
}

/** The English name, null where there is none. */
export function englishNameOf(tags: OsmTags): string | null {
  return tags["name:en"]?.trim() || null;
}

/** Address from large to small: 南京市玄武区中山路18号2楼. Null when nothing but a city or a postcode is known. */
export function addressOf(tags: OsmTags): string | null {
  const full = tags["addr:full"]?.trim();
  if (full) return full;
  const street = tags["addr:street"] ?? tags["addr:place"] ?? "";
  const number = withUnit(tags["addr:housenumber"], "号");
  const inside = [tags["addr:housename"], withUnit(tags["addr:floor"], "楼"), withUnit(tags["addr:unit"], "室")];
  const small = [street, number, ...inside].filter(Boolean).join("");
  if (small === "") return null;
  if (street !== "" && !HAN.test(street)) return westernAddress(tags);
  const large = ["addr:province", "addr:city", "addr:district", "addr:subdistrict", "addr:suburb"]
    .map((key) => tags[key]?.trim())
    .filter(Boolean);
  // A municipality is both province and city; said once is enough.
  return [...new Set(large)].join("") + small;
}

/** Addresses in Latin letters run from small to large: 3031 Nanhai Avenue, Shenzhen. */
function westernAddress(tags: OsmTags): string {
  const street = [tags["addr:housenumber"], tags["addr:street"] ?? tags["addr:place"]].filter(Boolean).join(" ");
  return [tags["addr:housename"], street, tags["addr:district"], tags["addr:city"]].filter(Boolean).join(", ");
}

function withUnit(value: string | undefined, unit: string): string {
  const trimmed = value?.trim() ?? "";
  return /^[\d-]+[A-Za-z]?$/.test(trimmed) ? `${trimmed}${unit}` : trimmed;
}
