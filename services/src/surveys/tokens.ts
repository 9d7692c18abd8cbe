/** Links to a survey: each may be answered by once. Only their hashes are kept. */
import { createHash, randomBytes } from "node:crypto";

/** 128 bits, 22 characters: nobody guesses one, and a QR code of the link stays small. */
export function newSurveyTokens(count: number): { tokens: string[]; hashes: string[] } {
  const tokens = Array.from({ length: count }, () => randomBytes(16).toString("base64url"));
  return { tokens, hashes: tokens.map(surveyTokenHash) };
}

export function surveyTokenHash(token: string): string {
  return createHash("sha256").update(`survey ${token}`).digest("base64url");
}
