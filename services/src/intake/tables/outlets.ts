/** Outlets from a table. */
import { readServicesText } from "@quarterhour/data";
import type { OutletAttributes, OutletDraft, OutletService, OutletStatus } from "../../store/index.ts";
import { outletFields } from "./columns.ts";
import { openingHoursFromText } from "./hours.ts";
import type { TableKind } from "./judge.ts";
import type { Row } from "./row.ts";
import { remembered } from "./remembered.ts";
import type { ReadOptions, ReadResult } from "./rows.ts";
import { readRows } from "./rows.ts";
import type { UniqueRefs } from "./unique-refs.ts";
import { dateOf, numberOf, phoneOf, SQUARE_METERS, statusOf, ValueFault, wheelchairOf, yesNoOf } from "./values.ts";

const REQUIRED = [
  { anyOf: ["name"], advice: "A column with the outlet's name is missing; it could be called 网点名称 or name." },
  {
    anyOf: ["category", "kind", "services"],
    advice: "A column that says what the outlet is is missing; it could be called 业态 or category.",
  },
  {
    anyOf: ["x+y", "location"],
    advice:
      "Columns with coordinates are missing: 经度 and 纬度 (or lng and lat), or one column 坐标 with longitude,latitude.",
  },
];

export const outletTable: TableKind<OutletDraft> = { fields: outletFields, required: REQUIRED, draftOf };

/**
 * Outlets of a table. Never touches a store. Throws IntakeError for a file that cannot be taken in, and for any
 * bad row unless `skipBadRows` is set.
 */
export function readOutlets(file: string, options: ReadOptions = {}): Promise<ReadResult<OutletDraft>> {
  return readRows(file, outletTable, options);
}

function draftOf(row: Row, refs: UniqueRefs, today: string): OutletDraft | null {
  const name = row.text("name");
  if (name === null && !row.bad) row.fault("name", null, "is empty; every outlet needs a name");
  const services = servicesOf(row);
  const place = row.place();
  const sourceRef = refs.of(row);
  const openedOn = row.value("openedOn", dateOf);
  const closedOn = row.value("closedOn", dateOf);
  if (openedOn !== null && closedOn !== null && closedOn < openedOn) {
    row.fault("closedOn", closedOn, `lies before the day of opening, ${openedOn}`);
  }
  const status = row.value("status", statusOf) ?? statusByDates(openedOn, closedOn, today);
  const openingHoursText = row.text("hours");
  const openingHours = openingHoursText === null ? null : hoursOf(openingHoursText);
  if (openingHoursText !== null && openingHours === null) {
    const message =
      "is not understood as opening hours and was kept as text only; write for example 周一至周五 8:30-17:00";
    row.warn("hours", openingHoursText, message);
  }
  const attributes = attributesOf(row, openingHours);
  const phone = row.optional("phone", phoneOf);
  const address = row.text("address");
  if (row.bad || name === null || place === null || services === null) return null;
  return {
    sourceRef,
    name,
    services,
    location: place.location,
    original: place.original,
    address,
    phone,
    openingHours,
    openingHoursText,
    status,
    openedOn,
    closedOn,
    attributes,
  };
}

/** The same few texts stand in most rows of a table. */
const servicesText = remembered(readServicesText);
const hoursOf = remembered(openingHoursFromText);

function statusByDates(openedOn: string | null, closedOn: string | null, today: string): OutletStatus {
  if (closedOn !== null && closedOn <= today) return "closed";
  return openedOn !== null && openedOn > today ? "planned" : "open";
}

/** Categories and kinds of the three columns together; null, with the fault noted, when none is known. */
function servicesOf(row: Row): OutletService[] | null {
  const found = new Map<string, OutletService>();
  const unknown: { field: string; part: string }[] = [];
  let said: { field: string; text: string } | null = null;
  for (const field of ["category", "kind", "services"]) {
    const text = row.text(field);
    if (text === null) continue;
    said ??= { field, text };
    const reading = servicesText(text);
    for (const service of reading.services) found.set(`${service.category}/${service.kind}`, service);
    for (const part of reading.unknown) {
      const meant = row.replacement(field, part);
      if (meant === null) row.left = true;
      const known = meant ? servicesText(meant) : null;
      for (const service of known?.services ?? []) found.set(`${service.category}/${service.kind}`, service);
      if (known === null || known.services.length === 0) unknown.push({ field, part });
    }
  }
  if (row.bad) return null;
  if (said === null) {
    row.fault("category", null, "is empty; say what the outlet is, for example 便利店");
    return null;
  }
  if (found.size === 0) {
    const message =
      "is no category that is known; use one of the fifty, for example 便利店, 菜市场, 小修小补点, or 修鞋";
    row.unknownValue(said.field, said.text, message);
    return null;
  }
  const services = [...found.values()];
  const repairs = services.some(({ category }) => category === "small-repair");
  for (const { field, part } of unknown) {
    // Only small repair has kinds: what other outlets are subdivided into is not asked here.
    if (field === "kind" && !repairs) continue;
    row.warn(field, part, "is no category or service that is known; it was left out", true);
  }
  // "Small repair" without a kind says nothing more once a kind is known.
  const knowsKind = services.some(({ kind }) => kind !== null);
  return services.filter(({ category, kind }) => category !== "small-repair" || kind !== null || !knowsKind);
}

function attributesOf(row: Row, openingHours: string | null): OutletAttributes {
  const attributes: OutletAttributes = {};
  if (row.optional("open24h", yesNoOf) === true || openingHours === "24/7") attributes.open24h = true;
  const selfService = row.optional("selfService", yesNoOf);
  if (selfService !== null) attributes.selfService = selfService;
  const delivery = row.optional("delivery", yesNoOf);
  if (delivery !== null) attributes.delivery = delivery;
  const chain = row.text("chain");
  if (chain !== null) attributes.chain = chain;
  const area = row.optional("area", (cell) => positive(numberOf(cell, SQUARE_METERS)));
  if (area !== null) attributes.areaSquareMeters = area;
  const wheelchair = row.optional("wheelchair", wheelchairOf);
  if (wheelchair !== null) attributes.wheelchair = wheelchair;
  const priceHint = row.text("price");
  if (priceHint !== null) attributes.priceHint = priceHint;
  const url = row.optional("url", webAddress);
  if (url !== null) attributes.url = url;
  return attributes;
}

function positive(value: number): number {
  if (value > 0) return value;
  throw new ValueFault("is no area; write square metres above 0");
}

function webAddress(cell: string): string {
  if (/^https?:\/\/[^\s]+$/i.test(cell)) return cell;
  throw new ValueFault("is no web address; it begins with http:// or https://");
}
