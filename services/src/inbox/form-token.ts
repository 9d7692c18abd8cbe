/**
 * A form that was asked for a little while ago, and is sent once. The token is signed, so that nothing has to be kept
 * until it comes back; the tracking code follows from it, so that a form sent twice gives one report and one code.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { FORM_LEAST_SECONDS, FORM_MOST_SECONDS } from "./limits.ts";
import { InboxRefusal } from "./refusal.ts";

/** Letters and digits that are not mistaken for each other when read out; 12 of them are 59 bits. */
const READABLE = "abcdefghjkmnpqrstuvwxyz23456789";
const CODE_LENGTH = 12;

export function issueForm(secret: string, city: string, now: number): string {
  const body = `${now.toString(36)}.${randomBytes(12).toString("base64url")}`;
  return `${body}.${sign(secret, `form ${city} ${body}`)}`;
}

/** Returns the tracking code that belongs to the form. Throws InboxRefusal where it is not one, too young or too old. */
export function openForm(secret: string, city: string, form: string, now: number): string {
  const match = /^(([0-9a-z]{1,10})\.[\w-]{16})\.([\w-]{43})$/.exec(form);
  const body = match?.[1] ?? "";
  const right = sign(secret, `form ${city} ${body}`);
  if (!match || !timingSafeEqual(Buffer.from(right), Buffer.from(match[3]))) {
    throw new InboxRefusal("invalid", "form", "is not one that this service gave out for this city; ask for a new one");
  }
  const seconds = (now - parseInt(match[2], 36)) / 1000;
  if (seconds < FORM_LEAST_SECONDS) {
    throw new InboxRefusal(
      "tooSoon",
      "form",
      "This was sent sooner than anybody can write it. Please send it again in a moment.",
      Math.ceil(FORM_LEAST_SECONDS - seconds),
    );
  }
  if (seconds > FORM_MOST_SECONDS) {
    throw new InboxRefusal("invalid", "form", "is too old; ask for a new one and send it again");
  }
  const bytes = createHmac("sha256", secret).update(`code ${city} ${body}`).digest();
  const letters = Array.from(bytes.subarray(0, CODE_LENGTH), (byte) => READABLE[byte % READABLE.length]).join("");
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

/** As people type it: capitals and blanks do not matter. null where it cannot be a code. */
export function readCode(text: string): string | null {
  const letters = text.toLowerCase().replaceAll(/[\s-]/g, "");
  return new RegExp(`^[${READABLE}]{${CODE_LENGTH}}$`).test(letters) ? letters.replace(/(.{4})(?=.)/g, "$1-") : null;
}

function sign(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("base64url");
}
