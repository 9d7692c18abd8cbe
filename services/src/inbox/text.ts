/** What people write: made fit to be shown, and looked through for what a steward should know. */
import type { TextFlag } from "../store/index.ts";
import { InboxRefusal } from "./refusal.ts";

/** Characters that turn the order of text around or cannot be seen; they serve to hide things. */
const deceiving = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu;
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0001-\u0008\u000B-\u001F\u007F-\u009F]/g;

const link =
  /https?:|www\.|[\p{L}\p{N}-]+\.(?:com|cn|net|org|top|xyz|vip|shop|site|club|info|cc|io|me|tv|ru)(?![\p{L}\p{N}])/iu;
/** 加微信, +V, 薇信, QQ群, and the like: an invitation to go on elsewhere. */
const contact = /[微薇威徽]\s*信|[加➕+]\s*[vV薇微]|\bwe\s?chat\b|\bvx\b|\bqq\b|扣\s*扣|电报|telegram|whatsapp/iu;

/** Without what cannot be seen, with single blanks; null where nothing is left. Throws InboxRefusal by field. */
export function cleanText(text: string | null | undefined, field: string, maxLength: number): string | null {
  if (text === null || text === undefined) return null;
  if (text.includes("\0") || !text.isWellFormed()) {
    throw new InboxRefusal("invalid", field, "holds a character that is not text (NUL or half a surrogate pair)");
  }
  const clean = text
    .normalize("NFC")
    .replaceAll("\r\n", "\n")
    .replaceAll(deceiving, "")
    .replaceAll(control, " ")
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n[ \n]*/g, "\n")
    .trim();
  const length = [...clean].length;
  if (length > maxLength) {
    throw new InboxRefusal("invalid", field, `has ${length} characters; it may have ${maxLength}`);
  }
  return clean === "" ? null : clean;
}

export function flagsOf(...texts: (string | null)[]): TextFlag[] {
  const text = texts
    .filter((one) => one !== null)
    .join("\n")
    .normalize("NFKC");
  return [...(link.test(text) ? ["link" as const] : []), ...(contact.test(text) ? ["contact" as const] : [])];
}
