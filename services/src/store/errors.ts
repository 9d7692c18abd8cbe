/** What a store can say no with. The HTTP layer maps each class to one status; the message is for the person. */
import { SaidError, say } from "../words/index.ts";
import type { Said } from "../words/index.ts";

/** The database cannot be reached or is out of room; the same call may succeed later (503). */
export class StoreUnavailable extends SaidError {
  override readonly name = "StoreUnavailable";
}

/** What was handed in is not acceptable; nothing was written (400 or 422). `field` names the offending part. */
export class InvalidInput extends SaidError {
  override readonly name = "InvalidInput";
  readonly field: string | null;
  constructor(message: string | Said, field: string | null = null) {
    super(message);
    this.field = field;
  }
}

/** Correct in itself but at odds with what is stored, such as a key that exists already (409). */
export class StoreConflict extends SaidError {
  override readonly name = "StoreConflict";
}

/** The city named is not in the store (404). */
export class UnknownCity extends SaidError {
  override readonly name = "UnknownCity";
  readonly city: string;
  constructor(city: string) {
    super(say("city.not-stored", { city }));
    this.city = city;
  }
}

/** Something named by its id is not in the store (404). */
export class NotFound extends SaidError {
  override readonly name = "NotFound";
}

/** Another process has the embedded store open. */
export class StoreLocked extends Error {
  override readonly name = "StoreLocked";
}

/** The database was written by a newer version of this program. */
export class SchemaTooNew extends Error {
  override readonly name = "SchemaTooNew";
}

/** Stored bytes or row counts are not what they must be. The transaction was rolled back. */
export class StoreCorrupt extends Error {
  override readonly name = "StoreCorrupt";
}

/** What a violated constraint means in words, by the names the migrations give. */
const constraintMeanings: Record<string, string> = {
  imports_committed: "an import is committed once, at one moment",
  circles_source_key: "a circle with this source and sourceRef exists already",
  outlets_source_key: "an outlet with this source and sourceRef exists already",
  residences_source_key: "a residence with this source and sourceRef exists already",
  areas_source_key: "an area with this source and sourceRef exists already",
  sites_source_key: "a site with this source and sourceRef exists already",
  compounds_source_key: "a compound with this source and sourceRef exists already",
  sites_import: "the import it names does not exist in this city",
  compounds_import: "the import it names does not exist in this city",
  outlets_import: "the import it names does not exist in this city",
  residences_import: "the import it names does not exist in this city",
  areas_import: "the import it names does not exist in this city",
  outlets_dates: "closedOn lies before openedOn",
  outlets_location: "its location is outside longitude ±180, latitude ±90",
  residences_location: "its location is outside longitude ±180, latitude ±90",
  projects_job: "this site of the siting job is in the list of projects already",
  projects_lng: "its location is outside longitude ±180, latitude ±90",
  projects_lat: "its location is outside longitude ±180, latitude ±90",
  cities_id:
    "a city's id has only lower-case letters, digits and hyphens, at most 63, and begins with a letter or digit",
  cities_bbox: "its bbox is not west < east and south < north in degrees",
};

const lostConnection = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

const lostConnectionMessages =
  /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|client was closed|pglite is (closed|closing)|pool after calling end|driver has already been destroyed|query read timeout/i;

interface DatabaseFault {
  code?: unknown;
  message?: unknown;
  constraint?: unknown;
  table?: unknown;
  detail?: unknown;
}

/** Turns what a database driver throws into one of the classes above; everything else is returned as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const fault = error as DatabaseFault;
  const code = typeof fault.code === "string" ? fault.code : "";
  const message = error.message;
  // A connection tried on several addresses fails as an AggregateError with an empty message.
  const first = error instanceof AggregateError ? (error.errors[0] as Error | undefined) : undefined;
  if (lostConnection.has(code) || lostConnectionMessages.test(message)) {
    return new StoreUnavailable(`The database does not answer: ${first?.message || message || code}`, { cause: error });
  }
  // WebAssembly traps when the embedded database ends itself (a PANIC, memory used up).
  if (error instanceof WebAssembly.RuntimeError || error.name === "ExitStatus") {
    return new StoreUnavailable(`The embedded database has stopped: ${message}`, { cause: error });
  }
  if (!/^[0-9A-Z]{5}$/.test(code)) return error;
  const sqlClass = code.slice(0, 2);
  // 57P0x: shutting down or starting up; 08: connection; 53: out of disk, memory, connections; 40: try again; 58: I/O.
  if (["08", "53", "40", "58"].includes(sqlClass) || code.startsWith("57P")) {
    return new StoreUnavailable(`The database cannot do this now: ${message}`, { cause: error });
  }
  // 28: login; 3D: no such database. Configuration, but for the caller just as gone.
  if (sqlClass === "28" || sqlClass === "3D") {
    return new StoreUnavailable(`The database refuses the connection: ${message}`, { cause: error });
  }
  const detail = typeof fault.detail === "string" ? ` (${fault.detail})` : "";
  if (sqlClass === "23") {
    const constraint = typeof fault.constraint === "string" ? fault.constraint : "";
    const meaning = constraintMeanings[constraint] ?? message;
    const text = `Refused by the store: ${meaning}${detail}.`;
    return code === "23505" || code === "23503"
      ? new StoreConflict(text, { cause: error })
      : Object.assign(new InvalidInput(text), { cause: error });
  }
  if (sqlClass === "22")
    return Object.assign(new InvalidInput(`Refused by the store: ${message}${detail}.`), { cause: error });
  return error;
}
