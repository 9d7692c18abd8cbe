/** Outlets from OSM: everything whose tags mean one of the 50 categories. */
import { categories, servicesOfTags } from "@quarterhour/data";
import type { OsmTags, Position } from "@quarterhour/isochrones";
import type { OutletAttributes, OutletDraft, OutletService } from "../../store/index.ts";
import { Doors } from "./doors.ts";
import type { OsmMap } from "./map.ts";
import { addressOf, nameOf } from "./names.ts";

const categoryName = new Map(categories.map((category) => [category.id, category.nameZh]));

/** Open outlets only: what the tags say is gone is left out by the rules themselves. */
export function outletsOf(map: OsmMap): OutletDraft[] {
  const drafts: OutletDraft[] = [];
  for (const node of map.nodes) {
    const services = servicesOfTags(node.tags);
    if (services.length > 0) drafts.push(draft(`node/${node.id}`, node.tags, services, node.location));
  }
  const doors = new Doors(map);
  for (const area of map.areas((tags) => servicesOfTags(tags).length > 0)) {
    drafts.push(draft(area.ref, area.tags, servicesOfTags(area.tags), doors.of(area)));
  }
  return drafts;
}

function draft(ref: string, tags: OsmTags, services: OutletService[], location: Position): OutletDraft {
  const openingHours = tags.opening_hours?.trim() || null;
  return {
    sourceRef: ref,
    name: nameOf(tags) ?? tags["brand:zh"] ?? tags.brand ?? tags.operator ?? categoryName.get(services[0].category)!,
    services,
    location,
    original: null,
    address: addressOf(tags),
    phone: tags.phone ?? tags["contact:phone"] ?? tags["contact:mobile"] ?? tags.mobile ?? null,
    openingHours,
    openingHoursText: null,
    status: "open",
    openedOn: isoDate(tags.start_date),
    closedOn: null,
    attributes: attributesOf(tags, openingHours),
  };
}

/** Machines serve by themselves whether or not a mapper has said so. */
const SELF_SERVICE_AMENITIES = new Set(["atm", "vending_machine", "parcel_locker", "water_point"]);

function attributesOf(tags: OsmTags, openingHours: string | null): OutletAttributes {
  const attributes: OutletAttributes = {};
  if (openingHours === "24/7") attributes.open24h = true;
  if (isYes(tags.self_service) || tags.self_service === "only" || SELF_SERVICE_AMENITIES.has(tags.amenity)) {
    attributes.selfService = true;
  }
  if (isYes(tags.delivery)) attributes.delivery = true;
  const chain = tags["brand:zh"] ?? tags.brand;
  if (chain) attributes.chain = chain;
  const wheelchair = tags.wheelchair === "designated" ? "yes" : tags.wheelchair;
  if (wheelchair === "yes" || wheelchair === "limited" || wheelchair === "no") attributes.wheelchair = wheelchair;
  const url = tags.website ?? tags["contact:website"] ?? tags.url;
  // Only web addresses: a link with another scheme could run something when tapped.
  if (url !== undefined && /^https?:\/\//i.test(url)) attributes.url = url;
  return attributes;
}

function isYes(value: string | undefined): boolean {
  return value === "yes" || value === "true" || value === "1";
}

/** A full date; OSM also knows years, months and "about", which say too little here. */
function isoDate(value: string | undefined): string | null {
  return value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
}
