/** In which language an answer speaks to whoever asked. */
import type { FastifyRequest } from "fastify";
import { oneOf } from "./schemas/common.ts";
import type { Language } from "../words/index.ts";

/** A field of a query: stands above `Accept-Language`. */
export const languageWanted = oneOf(["zh", "en"], {
  description: "Language of messages; else Accept-Language, else en",
});

/** `lang` of the query, else what `Accept-Language` likes best, else English. */
export function languageOf({ query, headers }: Pick<FastifyRequest, "query" | "headers">): Language {
  const wanted = (query as { lang?: unknown } | undefined)?.lang;
  if (wanted === "zh" || wanted === "en") return wanted;
  let best: { language: Language; weight: number } = { language: "en", weight: 0 };
  for (const part of (headers["accept-language"] ?? "").split(",")) {
    const [, primary, quality] = /^\s*(zh|en)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+)\s*)?$/i.exec(part) ?? [];
    if (primary === undefined) continue;
    const weight = quality === undefined ? 1 : Number(quality);
    if (weight > best.weight) best = { language: primary.toLowerCase() as Language, weight };
  }
  return best.language;
}
