/** Outlets from a table. */
import { readServicesText } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
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
import { say } from "../../words/index.ts";

const REQUIRED = [
  { anyOf: ["name"], advice: say("column.outlet-name") },
  {
    anyOf: ["category", "kind", "services"],
    advice: say("column.category"),
  },
  {
    anyOf: ["x+y", "location"],
    advice: say("column.coordinates"),
  },
];

export const outletTable: TableKind<OutletDraft> = { fields: outletFields, required: REQUIRED, draftOf, categoriesOf };

/**
 * Outlets of a table. Never touches a store. Throws IntakeError for a file that cannot be taken in, and for any
 * bad row unless `skipBadRows` is set.
 */
export function readOutlets(file: string, options: ReadOptions = {}): Promise<ReadResult<OutletDraft>> {
  return readRows(file, outletTable, options);
}

function draftOf(row: Row, refs: UniqueRefs, today: string): OutletDraft | null {
  const name = row.text("name");
  if (name === null && !row.bad) row.fault("name", null, say("outlet.no-name"));
  const services = servicesOf(row);
  const place = row.place();
  const sourceRef = refs.of(row);
  const openedOn = row.value("openedOn", dateOf);
  const closedOn = row.value("closedOn", dateOf);
  if (openedOn !== null && closedOn !== null && closedOn < openedOn) {
    row.fault("closedOn", closedOn, say("outlet.closed-before", { opened: openedOn }));
  }
  const status = row.value("status", statusOf) ?? statusByDates(openedOn, closedOn, today);
  const openingHoursText = row.text("hours");
  const openingHours = openingHoursText === null ? null : hoursOf(openingHoursText);
  if (openingHoursText !== null && openingHours === null) {
    row.warn("hours", openingHoursText, say("hours.none"));
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
    row.fault("category", null, say("category.empty"));
    return null;
  }
  if (found.size === 0) {
    row.unknownValue(said.field, said.text, say("category.unknown"));
    return null;
  }
  const services = [...found.values()];
  const repairs = services.some(({ category }) => category === "small-repair");
  for (const { field, part } of unknown) {
    // Only small repair has kinds: what other outlets are subdivided into is not asked here.
    if (field === "kind" && !repairs) continue;
    row.warn(field, part, say("category.part-unknown"), true);
  }
  // "Small repair" without a kind says nothing more once a kind is known.
  const knowsKind = services.some(({ kind }) => kind !== null);
  return services.filter(({ category, kind }) => category !== "small-repair" || kind !== null || !knowsKind);
}

/** A text that names no category is about something else than the fifty; without any text it could be each of them. */
function categoriesOf(row: Row): CategoryId[] | null {
  const texts = ["category", "kind", "services"].map((field) => row.peek(field).trim()).filter((text) => text !== "");
  if (texts.length === 0 || texts.some((text) => text.includes("\ufffd"))) return null;
  return [...new Set(texts.flatMap((text) => servicesText(text).services.map(({ category }) => category)))];
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
  throw new ValueFault(say("area.none"));
}

function webAddress(cell: string): string {
  if (/^https?:\/\/[^\s]+$/i.test(cell)) return cell;
  throw new ValueFault(say("url.none"));
}
