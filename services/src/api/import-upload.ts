/** The upload of a table: the parts of its form, and what they ask for. */
import type { FastifyRequest } from "fastify";
import { completeFromText } from "../intake/index.ts";
import type { StagingRequest } from "../intake/index.ts";
import { importKinds } from "../store/index.ts";
import type { ImportKind } from "../store/index.ts";
import { invalidField, Problem } from "./problem.ts";
import { dropUpload, keepUpload } from "./uploads.ts";

const LARGEST_UPLOAD_BYTES = 512 * 1024 * 1024;

export const uploadLimits = { files: 1, fields: 20, fileSize: LARGEST_UPLOAD_BYTES, fieldSize: 256 * 1024 };

const uploadFields = [
  "what",
  "source",
  "crs",
  "encoding",
  "sheet",
  "columns",
  "complete",
  "areas",
  "completeSince",
  "asOf",
] as const;

type UploadFields = Partial<Record<(typeof uploadFields)[number], string>>;

interface Upload {
  file: { path: string; name: string };
  fields: UploadFields;
}

/** All parts of the request: the file on disk, the fields as texts. */
export async function receiveUpload(request: FastifyRequest, uploadFolder: string): Promise<Upload> {
  let file: { path: string; name: string } | null = null;
  const fields: UploadFields = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === "file") {
        if (part.fieldname !== "file") throw invalidField(part.fieldname, "is no file that is asked for; call it file");
        const path = await keepUpload(uploadFolder, part.filename ?? "", part.file);
        file = { path, name: path.slice(path.lastIndexOf("/") + 1) };
        if (part.file.truncated) throw tooLarge();
      } else {
        const name = part.fieldname as (typeof uploadFields)[number];
        if (!uploadFields.includes(name))
          throw invalidField(part.fieldname, "is not a known field; please leave it out");
        if (part.valueTruncated) throw invalidField(name, "is too long");
        fields[name] = String(part.value);
      }
    }
    if (file === null) throw invalidField("file", "is missing");
    return { file, fields };
  } catch (error) {
    if (file !== null) await dropUpload(file.path);
    const { code } = error as { code?: string };
    if (code === "FST_REQ_FILE_TOO_LARGE") throw tooLarge();
    if (code === "FST_FILES_LIMIT") throw invalidField("file", "can be one only");
    if (
      code === "ERR_STREAM_PREMATURE_CLOSE" ||
      code === "FST_MP_PREMATURE_CLOSE" ||
      /^Unexpected end|terminated early/.test((error as Error).message)
    ) {
      throw new Problem(400, "The upload broke off before its end. Send it again.");
    }
    throw error;
  }
}

/** Throws a Problem, or IntakeError for an unknown category. */
export function requestOf(fields: UploadFields) {
  const { what, source, crs, encoding, sheet, columns, complete: completeText, areas, completeSince, asOf } = fields;
  if (!importKinds.some((kind) => kind === what))
    throw invalidField("what", `should be one of ${importKinds.join(", ")}`);
  if (asOf && (!/^\d{4}-\d{2}-\d{2}$/.test(asOf) || Number.isNaN(Date.parse(asOf)))) {
    throw invalidField("asOf", "should be a day such as 2026-06-01");
  }
  return {
    what: what as ImportKind,
    ...(source ? { source } : {}),
    ...(crs ? { crs } : {}),
    ...(encoding ? { encoding } : {}),
    ...(sheet ? { sheet } : {}),
    ...(columns ? { columns: columnsOf(columns) } : {}),
    ...(completeText ? { complete: completeFromText(completeText) } : {}),
    ...(areas ? { areas: areas.split(",").map((id) => id.trim()) } : {}),
    ...(completeSince ? { completeSince } : {}),
    ...(asOf ? { asOf } : {}),
  } satisfies Partial<StagingRequest>;
}

function columnsOf(text: string): Record<string, string> {
  let read: unknown = null;
  try {
    read = JSON.parse(text);
  } catch {
    // told below
  }
  const isMap =
    read !== null &&
    typeof read === "object" &&
    !Array.isArray(read) &&
    Object.values(read).every((field) => typeof field === "string");
  if (!isMap) throw invalidField("columns", 'should be JSON such as {"店名":"name"}');
  return read as Record<string, string>;
}

function tooLarge(): Problem {
  return new Problem(413, `The file is larger than ${LARGEST_UPLOAD_BYTES / 1024 / 1024} MB; divide it.`);
}
