/**
 * Why OSRM gave no answer:
 * `unreachable` no connection; `slow` no answer in time; `failing` HTTP 5xx or 429; `resting` it failed so often that it
 * is left alone for a while; `busy` too many questions of our own wait for it; `garbled` what came is no answer of OSRM's;
 * `refused` OSRM said no, see `code`.
 */
export type OsrmFault = "unreachable" | "slow" | "failing" | "resting" | "busy" | "garbled" | "refused";

/** OSRM did not answer, or not as it should. The message is for people and never holds OSRM's address. */
export class OsrmError extends Error {
  readonly fault: OsrmFault;
  /** OSRM's own word, such as TooBig or NoSegment; TooLong where the address was too long; null without one. */
  readonly code: string | null;

  constructor(fault: OsrmFault, message: string, code: string | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "OsrmError";
    this.fault = fault;
    this.code = code;
  }
}

/** The question asks for what OSRM cannot do. */
export class OsrmCannotHonour extends Error {
  /** Each setting with the reason and what would be right. */
  readonly fields: { field: string; message: string }[];

  constructor(fields: { field: string; message: string }[]) {
    super(fields.map(({ field, message }) => `${field}: ${message}`).join("; "));
    this.name = "OsrmCannotHonour";
    this.fields = fields;
  }
}

/** What OSRM's codes mean, for people. [https://project-osrm.org/docs/v5.24.0/api/#responses, and as measured] */
const meanings: Record<string, string> = {
  InvalidUrl: "OSRM did not understand the address it was asked at",
  InvalidService: "what answers does not know this service of OSRM's",
  InvalidVersion: "what answers does not know version 1 of OSRM's services",
  InvalidOptions: "OSRM did not accept an option or a coordinate",
  InvalidQuery: "OSRM did not understand the question",
  InvalidValue: "OSRM did not accept a value in the question",
  NoSegment: "OSRM's map has no walkable way near a place",
  NoRoute: "OSRM's map has no way on foot between the places",
  NoTable: "OSRM's map has no way on foot between the places",
  TooBig: "the question is larger than the OSRM server allows",
  TooLong: "the question is longer than the OSRM server, or one before it, lets through",
  NotImplemented: "this OSRM server was started without tables",
  DisabledDataset: "the OSRM server was started without the data that the question needs",
};

/** OSRM's refusal as an error; `said` is its own message, which may be empty. */
export function refusal(code: string, said: string): OsrmError {
  const meaning = meanings[code] ?? "OSRM refused the question";
  // its words, without whatever could break a line or fill a page
  const words = said.replaceAll(/[^\p{L}\p{N}\p{P}\p{Zs}]/gu, " ").slice(0, 200);
  return new OsrmError("refused", `${meaning} (${words ? `${code}: ${words}` : code})`, code);
}
