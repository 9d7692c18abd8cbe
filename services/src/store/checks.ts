import { isSiteKindId } from "@quarterhour/data";
import { InvalidInput } from "./errors.ts";
import { polygonProblem } from "./polygons.ts";
import type { CompoundDraft, SiteDraft } from "./stock-types.ts";
import type {
  AreaDraft,
  AreaLevel,
  City,
  EstimateFigures,
  OutletDraft,
  OutletStatus,
  ResidenceDraft,
} from "./store.ts";

/** Checks before anything is written. All throw InvalidInput that says which feature, which field, what would be right. */

const statuses: readonly OutletStatus[] = ["open", "closed", "planned"];
const levels: readonly AreaLevel[] = ["district", "street", "community"];

export function checkCity(city: Omit<City, "createdAt" | "updatedAt">): void {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(city.id)) {
    throw new InvalidInput(
      `A city cannot be called ${JSON.stringify(city.id)}: only lower-case letters, digits and hyphens, at most 63, beginning with a letter or digit.`,
      "id",
    );
  }
  if (city.nameZh === "") throw new InvalidInput(`City ${city.id}: nameZh is empty.`, "nameZh");
  const [west, south, east, north] = city.bbox;
  const inRange = west >= -180 && east <= 180 && south >= -90 && north <= 90 && west < east && south < north;
  if (!inRange) {
    throw new InvalidInput(
      `City ${city.id}: bbox is ${JSON.stringify(city.bbox)}; it must be west < east, south < north in degrees.`,
      "bbox",
    );
  }
  checkMoment(`City ${city.id}`, "osmDate", city.osmDate);
  checkText(`City ${city.id}`, city);
}

/** Beyond these a figure is a typing error. */
const ESTIMATE_LIMITS: Record<keyof EstimateFigures, [number, number]> = {
  squareMetersPerHousehold: [20, 1000],
  peoplePerHousehold: [1, 10],
  elderlyShare: [0, 1],
  childShare: [0, 1],
};

export function checkEstimate(figures: Partial<EstimateFigures>): void {
  for (const [field, [least, most]] of Object.entries(ESTIMATE_LIMITS)) {
    const value = figures[field as keyof EstimateFigures];
    if (value === null || value === undefined || (value >= least && value <= most)) continue;
    throw new InvalidInput(`${field} is ${value}; it must be from ${least} to ${most}.`, field);
  }
  if ((figures.elderlyShare ?? 0) + (figures.childShare ?? 0) > 1) {
    throw new InvalidInput("elderlyShare and childShare make more than 1 together.", "elderlyShare");
  }
}

export function checkSource(source: string): void {
  if (typeof source !== "string" || source.trim() === "")
    throw new InvalidInput("source is empty; it names who sent the data.", "source");
  checkText("source", source);
}

export function checkOutlets(drafts: OutletDraft[]): void {
  checkSourceRefs("outlet", drafts);
  for (const [row, draft] of drafts.entries()) {
    const who = named("Outlet", row, draft.sourceRef, draft.name);
    if (typeof draft.name !== "string") throw new InvalidInput(`${who}: name is missing.`, "name");
    checkLocation(who, draft.location);
    if (draft.services.length === 0)
      throw new InvalidInput(`${who} has no category; an outlet needs at least one.`, "services");
    for (const { category, kind } of draft.services) {
      if (!category) throw new InvalidInput(`${who} has an empty category.`, "services");
      if ((kind as string | null) === "")
        throw new InvalidInput(`${who} has an empty kind; null says that there is none.`, "services");
    }
    if (!statuses.includes(draft.status)) {
      throw new InvalidInput(
        `${who}: status is ${JSON.stringify(draft.status)}; it must be one of ${statuses.join(", ")}.`,
        "status",
      );
    }
    checkDate(who, "openedOn", draft.openedOn);
    checkDate(who, "closedOn", draft.closedOn);
    if (draft.openedOn && draft.closedOn && draft.closedOn < draft.openedOn) {
      throw new InvalidInput(`${who}: closedOn ${draft.closedOn} lies before openedOn ${draft.openedOn}.`, "closedOn");
    }
    if (draft.original && !(Number.isFinite(draft.original.x) && Number.isFinite(draft.original.y))) {
      throw new InvalidInput(`${who}: its original coordinates are not numbers.`, "original");
    }
    checkText(who, draft);
  }
}

export function checkResidences(drafts: ResidenceDraft[]): void {
  checkSourceRefs("residence", drafts);
  for (const [row, draft] of drafts.entries()) {
    const who = named("Residence", row, draft.sourceRef, draft.name ?? draft.address ?? draft.compound);
    checkLocation(who, draft.location);
    if (draft.footprint) checkPolygon(who, "footprint", draft.footprint);
    checkCount(who, "households", draft.households);
    if (draft.people !== null) checkCount(who, "people", draft.people);
    if (draft.levels !== null && !(Number.isFinite(draft.levels) && draft.levels >= 0)) {
      throw new InvalidInput(`${who}: levels is ${draft.levels}; it must be 0 or more.`, "levels");
    }
    checkShare(who, "elderlyShare", draft.elderlyShare);
    checkShare(who, "childShare", draft.childShare);
    checkText(who, draft, "footprint");
  }
}

export function checkAreas(drafts: AreaDraft[]): void {
  checkSourceRefs("area", drafts);
  for (const [row, draft] of drafts.entries()) {
    const who = named("Area", row, draft.sourceRef, draft.name);
    if (!levels.includes(draft.level)) {
      throw new InvalidInput(
        `${who}: level is ${JSON.stringify(draft.level)}; it must be one of ${levels.join(", ")}.`,
        "level",
      );
    }
    if (!draft.name) throw new InvalidInput(`${who}: name is empty.`, "name");
    if (draft.geometry?.type !== "MultiPolygon") {
      throw new InvalidInput(
        `${who}: geometry is ${JSON.stringify(draft.geometry?.type ?? null)}; it must be a MultiPolygon.`,
        "geometry",
      );
    }
    checkPolygon(who, "geometry", draft.geometry);
    checkText(who, draft, "geometry");
  }
}

export function checkSites(drafts: SiteDraft[]): void {
  checkSourceRefs("site", drafts);
  for (const [row, draft] of drafts.entries()) {
    const who = named("Site", row, draft.sourceRef, draft.name);
    if (typeof draft.name !== "string" || draft.name.trim() === "") {
      throw new InvalidInput(`${who}: name is empty.`, "name");
    }
    if (draft.kind !== null && !isSiteKindId(draft.kind)) {
      throw new InvalidInput(`${who}: kind is ${JSON.stringify(draft.kind)}, which is no kind of site.`, "kind");
    }
    checkLocation(who, draft.location);
    const { areaSquareMeters: area, availableFrom: from, availableUntil: until } = draft;
    if (area !== null && !(Number.isFinite(area) && area > 0)) {
      throw new InvalidInput(`${who}: areaSquareMeters is ${area}; it must be more than 0.`, "areaSquareMeters");
    }
    checkDate(who, "availableFrom", from);
    checkDate(who, "availableUntil", until);
    if (from !== null && until !== null && until < from) {
      throw new InvalidInput(`${who}: availableUntil ${until} lies before availableFrom ${from}.`, "availableUntil");
    }
    checkText(who, draft);
  }
}

export function checkCompounds(drafts: CompoundDraft[]): void {
  checkSourceRefs("compound", drafts);
  for (const [row, draft] of drafts.entries()) {
    const who = named("Compound", row, draft.sourceRef, draft.name);
    checkPolygon(who, "boundary", draft.boundary);
    if (draft.households !== undefined) checkCount(who, "households", draft.households);
    for (const { location } of draft.gates) checkLocation(`${who}, a gate`, location);
    checkText(who, draft, "boundary");
  }
}

/** An ISO 8601 date, or date and time. */
export function checkMoment(who: string, field: string, value: string | null): void {
  if (value === null) return;
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}(T\S+)?$/.test(value) || Number.isNaN(Date.parse(value))) {
    throw new InvalidInput(
      `${who}: ${field} is ${JSON.stringify(value)}; it must be an ISO 8601 date such as 2024-05-31.`,
      field,
    );
  }
}

/** Characters that PostgreSQL cannot keep: NUL, and halves of surrogate pairs. `leaveOut` names a key not to look into. */
export function checkText(who: string, value: unknown, leaveOut?: string): void {
  // Quick for the ordinary case: JSON writes exactly these characters as \u escapes.
  const json = JSON.stringify(
    value,
    leaveOut === undefined ? undefined : (key, inner) => (key === leaveOut ? undefined : inner),
  );
  if (!json?.includes("\\u")) return;
  const found = findBadText(value, "");
  if (found)
    throw new InvalidInput(
      `${who}: ${found} holds a character that is not text (NUL or half a surrogate pair).`,
      found,
    );
}

function findBadText(value: unknown, path: string): string | null {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed() ? path || "text" : null;
  if (value === null || typeof value !== "object") return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = findBadText(inner, path ? `${path}.${key}` : key) ?? findBadText(key, `a key of ${path || "it"}`);
    if (found) return found;
  }
  return null;
}

function named(what: string, row: number, sourceRef: string | null, name: string | null): string {
  const parts = [name ? `"${name}"` : null, sourceRef ? `(${sourceRef})` : null].filter((part) => part !== null);
  return `${what} ${parts.length > 0 ? parts.join(" ") : "without a name"}, number ${row + 1} of those handed in`;
}

export function checkSourceRefs(what: string, drafts: { sourceRef: string | null }[]): void {
  const rows = new Map<string, number>();
  for (const [row, { sourceRef }] of drafts.entries()) {
    if (sourceRef === null) continue;
    if (sourceRef === "")
      throw new InvalidInput(
        `The ${what} number ${row + 1} has an empty sourceRef; null says that there is none.`,
        "sourceRef",
      );
    const before = rows.get(sourceRef);
    if (before !== undefined) {
      throw new InvalidInput(
        `The sourceRef ${JSON.stringify(sourceRef)} occurs twice, at ${what} ${before + 1} and ${row + 1}; it must name one only.`,
        "sourceRef",
      );
    }
    rows.set(sourceRef, row);
  }
}

function checkLocation(who: string, location: unknown): void {
  const [lng, lat] = Array.isArray(location) ? location : [];
  const inRange = Number.isFinite(lng) && Number.isFinite(lat) && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
  if (!inRange) {
    throw new InvalidInput(
      `${who}: location is ${JSON.stringify(location)}; it must be [longitude ±180, latitude ±90].`,
      "location",
    );
  }
}

function checkPolygon(who: string, field: string, geometry: Parameters<typeof polygonProblem>[0]): void {
  const problem = polygonProblem(geometry);
  if (problem) throw new InvalidInput(`${who}: invalid ${field}: ${problem}.`, field);
}

function checkCount(who: string, field: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > 2_147_483_647) {
    throw new InvalidInput(`${who}: ${field} is ${value}; it must be a whole number, 0 or more.`, field);
  }
}

function checkShare(who: string, field: string, value: number | null): void {
  if (value !== null && !(value >= 0 && value <= 1)) {
    throw new InvalidInput(`${who}: ${field} is ${value}; it must be a share from 0 to 1.`, field);
  }
}

function checkDate(who: string, field: string, value: string | null): void {
  if (value === null) return;
  const isDate = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  // A day that does not exist comes back as another day.
  if (!isDate || Number.isNaN(Date.parse(value)) || new Date(value).toISOString().slice(0, 10) !== value) {
    throw new InvalidInput(
      `${who}: ${field} is ${JSON.stringify(value)}; it must be an ISO 8601 date such as 2024-05-31.`,
      field,
    );
  }
}
