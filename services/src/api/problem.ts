/** Errors as people can use them: application/problem+json (RFC 9457), in plain words, without a stack. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifySchemaValidationError } from "fastify";
import type { Socket } from "node:net";
import plugin from "fastify-plugin";
import { ComputeBusy, ComputeClosed, ComputeFailed } from "../compute/pool.ts";
import { InboxRefusal } from "../inbox/refusal.ts";
import { InvalidInput, NotFound, StoreConflict, StoreUnavailable, UnknownCity } from "../store/errors.ts";

export interface FieldError {
  /** Path of the field as the request names it, such as `origin[0]` or `near`. */
  field: string;
  message: string;
}

const titles: Record<number, string> = {
  400: "The request is not right",
  401: "Nobody is logged in",
  403: "Not allowed",
  404: "Not found",
  405: "Not possible here",
  409: "At odds with what is stored",
  413: "The request is too large",
  415: "This kind of content is not understood",
  422: "This cannot be worked out",
  429: "Too many requests",
  500: "Something went wrong on the server",
  503: "Not available at the moment",
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
export class Problem extends Error {
  readonly status: number;
  readonly errors: FieldError[];
  /** For a 503 or a 429. */
  readonly retryAfterSeconds: number;
  constructor(status: number, detail: string, errors: FieldError[] = [], retryAfterSeconds = 5) {
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
      return sendProblem(
        reply,
        new Problem(404, `There is nothing at ${request.method} ${path}. All routes are listed at /api/openapi.json.`),
      );
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
  const body = problemBody(new Problem(400, detail));
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

function problemBody(problem: Problem): string {
  return JSON.stringify({
    type: `urn:quarterhour:problem:${kinds[problem.status] ?? "other"}`,
    title: titles[problem.status] ?? "The request was refused",
    status: problem.status,
    detail: problem.message,
    errors: problem.errors,
  });
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503 || problem.status === 429) reply.header("Retry-After", String(problem.retryAfterSeconds));
  return reply
    .code(problem.status)
    .header("Cache-Control", "no-store")
    .type("application/problem+json; charset=utf-8")
    .send(problemBody(problem));
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.validation !== undefined) {
    const errors = describeValidation(error.validation, error.validationContext ?? "");
    return new Problem(400, errors.map(({ field, message }) => `${field}: ${message}`).join("; "), errors);
  }
  if (error instanceof UnknownCity || error instanceof NotFound) return new Problem(404, error.message);
  if (error instanceof InvalidInput) {
    // The store numbers its arguments: `1.q` is the field q of a query.
    const field = error.field?.replace(/^\d+\./, "");
    return new Problem(400, error.message, field === undefined ? [] : [{ field, message: error.message }]);
  }
  if (error instanceof InboxRefusal) {
    const { reason, field, message, retryAfterSeconds } = error;
    if (reason === "invalid") return invalidField(field, message);
    return new Problem(reason === "busy" ? 503 : 429, message, [], retryAfterSeconds);
  }
  if (error instanceof StoreConflict) return new Problem(409, error.message);
  if (error instanceof StoreUnavailable)
    return new Problem(503, "The database does not answer. Please try again soon.");
  if (error instanceof ComputeBusy) {
    return new Problem(503, "More is asked at the moment than can be worked out. Please try again soon.", [], 1);
  }
  if (error instanceof ComputeClosed) return new Problem(503, "The server is stopping. Please try again soon.");
  if (error instanceof ComputeFailed) {
    return new Problem(500, "The server began to work this out and could not finish. The reason is in its log.");
  }
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new Problem(415, "The body should be JSON, with Content-Type: application/json.");
  }
  if (error.code === "FST_ERR_CTP_INVALID_JSON_BODY" || error.code === "FST_ERR_CTP_EMPTY_JSON_BODY") {
    return new Problem(400, "The body is not valid JSON.", [{ field: "body", message: "is not valid JSON" }]);
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return new Problem(status, error.message);
  return new Problem(500, "The server could not answer. The reason is in its log.");
}

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
