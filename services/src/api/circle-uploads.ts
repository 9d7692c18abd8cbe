/** Files that go with evidence: judged by what is in them, never by their names. */
import type { MultipartFile } from "@fastify/multipart";
import type { FastifyRequest } from "fastify";
import { readPhoto } from "../inbox/photos.ts";
import { InboxRefusal } from "../inbox/refusal.ts";
import { invalidField, Problem } from "./problem.ts";
import { safeFileName } from "./uploads.ts";

export const CIRCLE_FILE_BYTES = 10 * 1024 * 1024;

interface CircleUpload {
  name: string;
  mediaType: string;
  data: Uint8Array;
}

/** The one file of a form. Pictures are written anew, without what the camera knew. Throws a Problem. */
export async function receiveCircleFile(request: FastifyRequest): Promise<CircleUpload> {
  if (!request.isMultipart()) throw new Problem(415, "Send the file as multipart/form-data.");
  let upload: CircleUpload | null = null;
  for await (const part of request.parts()) {
    if (part.type !== "file" || part.fieldname !== "file") {
      throw invalidField(part.fieldname.slice(0, 60), "is not asked for; send one file");
    }
    upload = await readFile(part);
  }
  if (upload === null) throw invalidField("file", "is missing");
  return upload;
}

async function readFile(part: MultipartFile): Promise<CircleUpload> {
  const bytes = await part.toBuffer();
  const name = safeFileName(part.filename ?? "");
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") {
    // What stands behind the end of a PDF does not belong to it.
    if (!bytes.subarray(-2048).toString("latin1").includes("%%EOF")) {
      throw invalidField("file", "begins as a PDF and does not end as one; it is broken or cut off");
    }
    return { name: withEnding(name, "pdf"), mediaType: "application/pdf", data: bytes };
  }
  try {
    const { large } = await readPhoto(bytes);
    return { name: withEnding(name, "jpg"), mediaType: "image/jpeg", data: large };
  } catch (error) {
    if (!(error instanceof InboxRefusal) || error.reason !== "invalid") throw error;
    throw invalidField(
      "file",
      error.message.replace("JPEG, PNG or WebP picture", "JPEG, PNG or WebP picture, or a PDF"),
    );
  }
}

function withEnding(name: string, ending: string): string {
  return `${name.replace(/\.[^.]{1,8}$/, "")}.${ending}`;
}
