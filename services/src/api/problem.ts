/** Errors as people can use them: application/problem+json (RFC 9457), in plain words, without a stack. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifySchemaValidationError } from "fastify";
import type { Socket } from "node:net";
import plugin from "fastify-plugin";
import { ComputeBusy, ComputeClosed, ComputeFailed } from "../compute/pool.ts";
import { JobsBusy } from "../jobs/runner.ts";
import { InboxRefusal } from "../inbox/refusal.ts";
import { InvalidInput, NotFound, StoreConflict, StoreUnavailable, UnknownCity } from "../store/errors.ts";
import { inWords, SaidError, say } from "../words/index.ts";
import type { Language, Said } from "../words/index.ts";
import { languageOf } from "./language.ts";

export interface FieldError {
  /** Path of the field as the request names it, such as `origin[0]` or `near`. */
  field: string;
  /** In English. */
  message: string;
  /** The same, where it can be put into words in any language. */
  said?: Said;
}

/** A job takes seconds to a minute. */
const JOBS_RETRY_SECONDS = 30;

const titles: Record<number, Said> = {
  400: say("problem.400"),
  401: say("problem.401"),
  403: say("problem.403"),
  404: say("problem.404"),
  405: say("problem.405"),
  409: say("problem.409"),
  413: say("problem.413"),
  415: say("problem.415"),
  422: say("problem.422"),
  429: say("problem.429"),
  500: say("problem.500"),
  503: say("problem.503"),
};

const kinds: Record<number, string> = {
  400: "invalid-input",
  401: "unauthenticated",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  413: "too-large",
  415: "unsupported-content",
  422: "not-computable",
  429: "too-many-requests",
  500: "internal",
  503: "unavailable",
};

/** Throw it in a route to answer with this status. */
export class Problem extends SaidError {
  readonly status: number;
  readonly errors: FieldError[];
  /** For a 503 or a 429. */
  readonly retryAfterSeconds: number;
  constructor(status: number, detail: string | Said, errors: FieldError[] = [], retryAfterSeconds = 5) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Whoever asked closed the connection before the answer was there. */
export class HungUp extends Error {
  override name = "HungUp";
}

/** A 400 about one field. */
export function invalidField(field: string, message: string): Problem {
  return new Problem(400, `${field}: ${message}`, [{ field, message }]);
}

/** Answers every error of the app, its unknown addresses included, as a problem. */
export const problemPlugin = plugin(
  async (app: FastifyInstance) => {
    app.setErrorHandler((error: FastifyError, request, reply) => {
      // Nobody is there to read it.
      if (error instanceof HungUp) return reply.code(499).send();
      const problem = problemOf(error);
      if (problem.status >= 500) request.log.error({ err: error }, problem.message);
      return sendProblem(reply, problem);
    });
    app.setNotFoundHandler((request, reply) => {
      const path = request.url.split("?", 1)[0];
      return sendProblem(reply, new Problem(404, say("problem.nothing-there", { method: request.method, path })));
    });
  },
  { name: "problem" },
);

/** Answers what is not even HTTP, such as an address with raw Chinese in it, before any route sees it. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  // A connection that is gone or timed out without a word has nobody to answer to.
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === "HPE_HEADER_OVERFLOW";
  const detail = tooLarge
    ? "The headers are too large."
    : "This is not a valid HTTP request. Characters beyond ASCII in an address must be percent-encoded.";
  const body = problemBody(new Problem(400, detail), "en");
  const head = [
    "HTTP/1.1 400 Bad Request",
    "Content-Type: application/problem+json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** As `setErrorHandler`, for what fails before a route is found, such as a broken percent-encoding. */
export function answerFrameworkError(error: FastifyError, reply: FastifyReply): void {
  sendProblem(reply, problemOf(error));
}

function problemBody(problem: Problem, language: Language): string {
  return JSON.stringify({
    type: `urn:quarterhour:problem:${kinds[problem.status] ?? "other"}`,
    title: inWords(titles[problem.status] ?? say("problem.other"), language),
    status: problem.status,
    detail: inWords(problem.said, language),
    errors: problem.errors.map(({ field, message, said }) => ({
      field,
      message: said === undefined ? message : inWords(said, language),
    })),
  });
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503 || problem.status === 429) reply.header("Retry-After", String(problem.retryAfterSeconds));
  return reply
    .code(problem.status)
    .header("Cache-Control", "no-store")
    .type("application/problem+json; charset=utf-8")
    .send(problemBody(problem, languageOf(reply.request)));
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.validation !== undefined) {
    const errors = describeValidation(error.validation, error.validationContext ?? "");
    return new Problem(400, errors.map(({ field, message }) => `${field}: ${message}`).join("; "), errors);
  }
  if (error instanceof UnknownCity || error instanceof NotFound) return new Problem(404, error.said);
  if (error instanceof InvalidInput) {
    // The store numbers its arguments: `1.q` is the field q of a query.
    const field = error.field?.replace(/^\d+\./, "");
    return new Problem(
      400,
      error.said,
      field === undefined ? [] : [{ field, message: error.message, said: error.said }],
    );
  }
  if (error instanceof InboxRefusal) {
    const { reason, field, message, retryAfterSeconds } = error;
    if (reason === "invalid") return invalidField(field, message);
    return new Problem(reason === "busy" ? 503 : 429, message, [], retryAfterSeconds);
  }
  if (error instanceof StoreConflict) return new Problem(409, error.said);
  if (error instanceof StoreUnavailable) return new Problem(503, say("problem.database"));
  if (error instanceof ComputeBusy) {
    return new Problem(503, say("problem.busy"), [], 1);
  }
  if (error instanceof JobsBusy) return new Problem(503, say("problem.busy"), [], JOBS_RETRY_SECONDS);
  if (error instanceof ComputeClosed) return new Problem(503, say("problem.stopping"));
  if (error instanceof ComputeFailed) {
    return new Problem(500, say("problem.unfinished"));
  }
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new Problem(415, say("problem.want-json"));
  }
  if (error.code === "FST_ERR_CTP_INVALID_JSON_BODY" || error.code === "FST_ERR_CTP_EMPTY_JSON_BODY") {
    return new Problem(400, say("problem.json"), [{ field: "body", message: "is not valid JSON" }]);
  }
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return new Problem(413, say("problem.body-size"));
  if (isBrokenForm(error)) {
    return new Problem(400, "The form is broken or cut off.", [{ field: "body", message: "is broken or cut off" }]);
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new Problem(status, error.message);
  return new Problem(500, say("problem.no-answer"));
}

/** The parser of multipart/form-data throws plain errors, without a code. */
const isBrokenForm = ({ message, stack }: Error): boolean =>
  /multipart|boundary|part header|content-disposition/i.test(message) && stack?.includes("busboy") === true;

/** What the validator found, one sentence per field. */
function describeValidation(found: FastifySchemaValidationError[], part: string): FieldError[] {
  const errors = new Map<string, string>();
  for (const fault of found) {
    const params = fault.params as Record<string, unknown>;
    const field = fieldName(fault.instancePath, part);
    if (fault.keyword === "additionalProperties") {
      for (const name of params.additionalProperties as string[]) {
        errors.set(fieldName(`${fault.instancePath}/${name}`, part), "is not a known field; please leave it out");
      }
    } else if (fault.keyword === "required") {
      for (const name of params.requiredProperties as string[]) {
        errors.set(fieldName(`${fault.instancePath}/${name}`, part), "is missing");
      }
    } else if (!errors.has(field) && fault.message !== undefined) {
      errors.set(field, sentence(fault.keyword, params, fault.message));
    }
  }
  return [...errors].map(([field, message]) => ({ field, message }));
}

/** `/origin/0` → `origin[0]`; the body as a whole → `body`. */
function fieldName(path: string, part: string): string {
  const steps = path.split("/").slice(1);
  if (steps.length === 0) return part === "querystring" ? "query" : part;
  return steps
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step, i) => (i === 0 ? step : /^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join("");
}

function sentence(keyword: string, params: Record<string, unknown>, fallback: string): string {
  const limit = String(params.limit);
  switch (keyword) {
    case "type":
      return `should be ${nouns[String(params.type)] ?? String(params.type)}`;
    case "enum":
      return `should be one of ${(params.allowedValues as unknown[]).join(", ")}`;
    case "minimum":
      return `should be ${limit} or more`;
    case "maximum":
      return `should be ${limit} or less`;
    case "exclusiveMinimum":
      return `should be more than ${limit}`;
    case "minItems":
      return `should have ${limit} entries or more`;
    case "maxItems":
      return `should have ${limit} entries or fewer`;
    case "minLength":
      return `should have ${limit} characters or more`;
    case "maxLength":
      return `should have ${limit} characters or fewer`;
    case "uniqueItems":
      return "should not have the same entry twice";
    case "boolean":
      return "is one entry too many";
    default:
      return fallback;
  }
}

const nouns: Record<string, string> = {
  number: "a number",
  integer: "a whole number",
  string: "a text",
  boolean: "true or false",
  array: "a list",
  object: "an object with fields (JSON)",
};
