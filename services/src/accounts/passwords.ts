/** Passwords and tokens: what is kept of them cannot be turned back into them. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** 32 MiB and some 80 ms for each try (OWASP's parameters for scrypt). */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 128 * 2 ** 20 };
const KEY_BYTES = 32;
const LEAST_LENGTH = 10;
const MOST_LENGTH = 200;

/** Letters and digits that are not mistaken for each other when read out. */
const READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

/** What is wrong with a password as a sentence, or null. */
export function passwordProblem(password: string, login: string): string | null {
  const length = [...password].length;
  if (length < LEAST_LENGTH) return `needs at least ${LEAST_LENGTH} characters; a short sentence is good`;
  if (length > MOST_LENGTH) return `has more than ${MOST_LENGTH} characters`;
  if (new Set(password).size < 5) return "repeats a few characters; take something that cannot be guessed";
  if (password.toLowerCase().includes(login.toLowerCase())) return "contains the login; take something else";
  return null;
}

/** `scrypt$N$r$p$salt$key`, all that is needed to compare later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Takes as long for a login that does not exist (`hash` null) as for one that does. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [kind, n, r, p, salt, key] = (hash ?? (await nobody)).split("$");
  if (kind !== "scrypt") return false;
  const wanted = Buffer.from(key, "base64url");
  const given = await derive(password, Buffer.from(salt, "base64url"), {
    ...COST,
    N: Number(n),
    r: Number(r),
    p: Number(p),
  });
  return timingSafeEqual(wanted, given) && hash !== null;
}

const nobody = hashPassword(randomBytes(16).toString("hex"));

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // the same characters typed in another way are the same password
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** A password to be told once; about 79 bits. */
export function randomPassword(): string {
  const pick = () => Array.from(randomBytes(4), (byte) => READABLE[byte % READABLE.length]).join("");
  return [pick(), pick(), pick(), pick()].join("-");
}

/** A secret that opens something, and what is kept of it. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: tokenHash(token) };
}

/** Tokens have 256 random bits, so a plain hash is enough. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
