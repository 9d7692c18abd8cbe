import type { FileHandle } from "node:fs/promises";
import { SaxesParser } from "saxes";
import { OsmFormatError } from "./errors.ts";
import type { OsmHeader, ReadRequest } from "./types.ts";
import { DocumentError, OsmDocument } from "./xml-document.ts";
import { readText } from "./xml-text.ts";
import type { TextChunk } from "./xml-text.ts";

/** Characters that may pass without a tag beginning or ending: a longer stretch is no map, and would fill memory. */
const MAX_TOKEN_CHARACTERS = 1024 * 1024;

/** Reads OSM XML, packed with gzip or not. Memory holds one element and some text at a time. */
export async function readXml(handle: FileHandle, request: ReadRequest, gzip: boolean): Promise<OsmHeader> {
  const { file, bytesTotal, onProgress, signal } = request;
  const parser = new SaxesParser();
  const document = new OsmDocument(request);
  let chunk: TextChunk = { text: "", byteOffset: 0, bytesRead: 0 };
  /** Characters of the text before this chunk, and up to the last tag. */
  let charactersBefore = 0;
  let lastTag = 0;

  const fail = (message: string): never => {
    const characters = Math.max(0, parser.position - charactersBefore);
    const byteOffset = chunk.byteOffset + Buffer.byteLength(chunk.text.slice(0, characters));
    throw new OsmFormatError(
      file,
      byteOffset,
      `line ${parser.line}, column ${parser.column} (byte ${byteOffset}${gzip ? " of the unpacked text" : ""}): ${message}`,
    );
  };
  const guard = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      if (error instanceof DocumentError) fail(error.message);
      throw error;
    }
  };
  const text = (content: string): void => guard(() => document.text(content));

  parser.on("error", (error) => fail(`no well-formed XML: ${error.message.replace(/^\d+:\d+: /, "")}`));
  parser.on("xmldecl", ({ encoding }) => {
    if (encoding && !/^utf-?8$/i.test(encoding))
      fail(`the text is declared as ${encoding}; OSM XML is written in UTF-8`);
  });
  parser.on("doctype", () => fail("a document type declaration (DTD), which OSM XML does not have"));
  parser.on("opentag", (tag) => {
    lastTag = parser.position;
    guard(() => document.open(tag.name, tag.attributes));
    // Collecting text costs time; hardly any element needs it.
    if (document.wantsText) parser.on("text", text);
  });
  parser.on("closetag", () => {
    lastTag = parser.position;
    if (document.wantsText) parser.off("text");
    guard(() => document.close());
  });

  for await (chunk of readText(handle, file, gzip)) {
    signal?.throwIfAborted();
    parser.write(chunk.text);
    if (parser.position - lastTag > MAX_TOKEN_CHARACTERS)
      fail(`more than ${MAX_TOKEN_CHARACTERS} characters without a tag; OSM XML has short ones`);
    charactersBefore += chunk.text.length;
    onProgress?.(chunk.bytesRead, bytesTotal);
  }
  signal?.throwIfAborted();
  chunk = { ...chunk, byteOffset: chunk.byteOffset + Buffer.byteLength(chunk.text), text: "" };
  parser.close();
  return document.header;
}
