/** What residents send, behind the API. */
import type { Multipart, MultipartFile } from "@fastify/multipart";
import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import plugin from "fastify-plugin";
import { PHOTO_DAYS } from "../inbox/limits.ts";
import { PHOTO_BYTES } from "../inbox/photos.ts";
import { Inbox } from "../inbox/receive.ts";
import type { InboxOptions } from "../inbox/receive.ts";
import { invalidField, Problem } from "./problem.ts";

declare module "fastify" {
  interface FastifyInstance {
    inbox: Inbox;
  }
  interface FastifyRequest {
    /** Of a form that came with one. */
    photo: Buffer | null;
  }
}

export const inboxPlugin = plugin(
  async (app: FastifyInstance, options: InboxOptions) => {
    app.decorate("inbox", new Inbox(app.store, options));
    app.decorateRequest("photo", null);
    // What was to be forgotten while nobody sent anything.
    app.addHook("onListen", async () => {
      await app.store.tidyInbox(PHOTO_DAYS).catch((error: unknown) => {
        app.log.warn({ err: error }, "what residents sent could not be tidied");
      });
    });
  },
  { name: "inbox", dependencies: ["cities"] },
);

/** The longest report there can be, written as JSON with every character escaped, and some more. */
const FIELD_BYTES = 32 * 1024;

/** Before validation: of multipart/form-data the field `report` (JSON) becomes the body's, the file the photo. */
export async function readForm(request: FastifyRequest): Promise<void> {
  if (!request.isMultipart()) return;
  const form: { report?: unknown } = {};
  const limits = { files: 1, fields: 1, parts: 2, fileSize: PHOTO_BYTES, fieldSize: FIELD_BYTES };
  try {
    for await (const part of request.parts({ limits })) await readPart(request, form, part);
  } catch (error) {
    // What the parser says of a broken form carries no status; its limits do.
    if (error instanceof Problem || (error as FastifyError).statusCode !== undefined) throw error;
    throw invalidField("body", "is a form that is broken or cut off");
  }
  request.body = form;
}

async function readPart(request: FastifyRequest, form: { report?: unknown }, part: Multipart): Promise<void> {
  if (part.type === "file") {
    const bytes = await collect(part);
    if (part.fieldname !== "photo")
      throw invalidField(part.fieldname.slice(0, 60), "is not a known file; a picture is sent as photo");
    // An input in which nothing was chosen is sent as an empty file without a name.
    if (bytes.byteLength > 0 || part.filename !== "") request.photo = bytes;
  } else if (part.fieldname !== "report") {
    throw invalidField(
      part.fieldname.slice(0, 60),
      "is not a known field; all but the photo is one field, report, as JSON",
    );
  } else if (part.valueTruncated) {
    throw new Problem(413, "The report is too long.");
  } else {
    form.report = typeof part.value === "string" ? fromJson(part.value) : part.value;
  }
}

/** All photos together that are on their way in. */
const MOST_BYTES = 128 * 1024 * 1024;
let bytesUnderWay = 0;

async function collect({ file }: MultipartFile): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      bytesUnderWay += chunk.byteLength;
      if (bytesUnderWay > MOST_BYTES) {
        throw new Problem(503, "Many photos come in at the moment. Please try again soon.");
      }
    }
    if (file.truncated) throw new Problem(413, `The photo is larger than ${PHOTO_BYTES / 1024 / 1024} MB.`);
    return Buffer.concat(chunks);
  } finally {
    bytesUnderWay -= bytes;
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField("report", "is not valid JSON");
  }
}
