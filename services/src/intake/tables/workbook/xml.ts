/**
 * XML of workbooks, straight from bytes: only what OOXML uses, fast enough for sheets of a hundred thousand rows.
 * Document types and their entities are refused, so nothing can expand. Texts are copied out of the bytes, so that
 * a cell that is kept does not keep the sheet around it.
 */
import { SaidError, say } from "../../../words/index.ts";

/** What is wrong with the XML of a part; the reader of the part adds where. */
export class XmlFault extends SaidError {}

export interface XmlHandler {
  /** `attribute(name)` is valid during the call. Names come without their prefix. */
  open(name: string, attribute: (name: string) => string | null): void;
  close(name: string): void;
  /** Pieces of text, called only while `wantsText` is set. */
  text(text: string): void;
  wantsText: boolean;
}

/** Excel's cells hold at most 32,767 characters; with every one of them escaped that is less than this. */
const LONGEST_TOKEN_BYTES = 1024 * 1024;
const DEEPEST = 100;

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;

export class XmlReader {
  readonly #handler: XmlHandler;
  #rest: Buffer = Buffer.alloc(0);
  #open: string[] = [];
  #rootSeen = false;
  readonly #names: string[] = [];
  readonly #values: string[] = [];
  readonly #attribute = (name: string): string | null => {
    const index = this.#names.indexOf(name);
    return index < 0 ? null : decoded(this.#values[index]);
  };

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  write(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#rootSeen && bytes.length >= 2 && this.#open.length === 0) {
      if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
        throw new XmlFault(say("xml.utf16"));
      }
      if (bytes[0] === 0xef && bytes[1] === 0xbb) bytes = bytes.subarray(3);
    }
    const consumed = this.#read(bytes);
    // A copy, so that the chunk can go.
    this.#rest = Buffer.from(bytes.subarray(consumed));
    if (this.#rest.length > LONGEST_TOKEN_BYTES) {
      throw new XmlFault(say("xml.too-long", { thousand: LONGEST_TOKEN_BYTES / 1024 }));
    }
  }

  end(): void {
    if (this.#open.length > 0 || !this.#rootSeen) throw new XmlFault(say("xml.ends"));
  }

  #read(bytes: Buffer): number {
    let position = 0;
    for (;;) {
      const less = bytes.indexOf(LESS_THAN, position);
      if (less < 0) return position;
      if (less > position && this.#handler.wantsText && this.#open.length > 0) {
        this.#handler.text(decoded(bytes.toString("utf8", position, less)));
      }
      const next = bytes[less + 1];
      if (next === undefined) return less;
      const end = next === 0x21 || next === 0x3f ? this.#special(bytes, less) : this.#tag(bytes, less);
      if (end < 0) return less;
      position = end;
    }
  }

  /** Comments, CDATA, processing instructions; −1 where the end is not there yet. */
  #special(bytes: Buffer, less: number): number {
    if (bytes[less + 1] === 0x3f) {
      const end = bytes.indexOf("?>", less);
      return end < 0 ? -1 : end + 2;
    }
    if (bytes.length < less + 9) return -1;
    const start = bytes.toString("latin1", less, less + 9);
    if (start.startsWith("<!--")) {
      const end = bytes.indexOf("-->", less + 4);
      return end < 0 ? -1 : end + 3;
    }
    if (start === "<![CDATA[") {
      const end = bytes.indexOf("]]>", less);
      if (end < 0) return -1;
      if (this.#handler.wantsText) this.#handler.text(bytes.toString("utf8", less + 9, end));
      return end + 3;
    }
    throw new XmlFault(say("xml.dtd"));
  }

  #tag(bytes: Buffer, less: number): number {
    let greater = bytes.indexOf(GREATER_THAN, less);
    if (greater < 0) return -1;
    if (bytes[less + 1] === SLASH) {
      this.#closeTag(localName(bytes.toString("latin1", less + 2, greater).trim()));
      return greater + 1;
    }
    for (;;) {
      const empty = bytes[greater - 1] === SLASH;
      if (this.#readAttributes(bytes.toString("utf8", less + 1, empty ? greater - 1 : greater))) {
        const name = this.#names[0];
        if (this.#open.length === 0 && this.#rootSeen) throw new XmlFault(say("xml.second-root"));
        this.#rootSeen = true;
        if (this.#open.push(name) > DEEPEST) throw new XmlFault(say("xml.too-deep", { most: DEEPEST }));
        this.#handler.open(name, this.#attribute);
        if (empty) this.#closeTag(name);
        return greater + 1;
      }
      // The ">" stood inside a value.
      greater = bytes.indexOf(GREATER_THAN, greater + 1);
      if (greater < 0) return -1;
    }
  }

  #closeTag(name: string): void {
    const open = this.#open.pop();
    if (open !== name) throw new XmlFault(say("xml.closes", { name, open: open ?? "" }));
    this.#handler.close(name);
  }

  /** The tag's name at index 0, attributes behind it; false where a value is not closed. */
  #readAttributes(tag: string): boolean {
    const names = this.#names;
    const values = this.#values;
    let at = 0;
    while (at < tag.length && !isBlank(tag.charCodeAt(at))) at++;
    names.length = 1;
    values.length = 1;
    names[0] = localName(tag.slice(0, at));
    values[0] = "";
    for (;;) {
      while (at < tag.length && isBlank(tag.charCodeAt(at))) at++;
      if (at >= tag.length) return true;
      const equals = tag.indexOf("=", at);
      if (equals < 0) throw new XmlFault(say("xml.broken-tag", { name: names[0] }));
      let quoteAt = equals + 1;
      while (isBlank(tag.charCodeAt(quoteAt))) quoteAt++;
      const quote = tag[quoteAt];
      if (quote !== '"' && quote !== "'") {
        if (quoteAt >= tag.length) return false;
        throw new XmlFault(say("xml.no-quotes", { name: names[0] }));
      }
      const end = tag.indexOf(quote, quoteAt + 1);
      if (end < 0) return false;
      // Prefixed ones keep theirs: r:id is not id.
      names.push(tag.slice(at, equals).trimEnd());
      values.push(tag.slice(quoteAt + 1, end));
      at = end + 1;
    }
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,20});?/gi, (whole, name: string) => {
    if (name.startsWith("#")) {
      const code = name[1] === "x" || name[1] === "X" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
    }
    const known = ENTITIES[name];
    if (known === undefined) throw new XmlFault(say("xml.entity", { entity: whole }));
    return known;
  });
}
