/** What speaks for two outlets being one, as it is shown. */
import { Type } from "typebox";
import { reasonWords } from "../intake/duplicates/index.ts";
import type { ReasonKey } from "../intake/duplicates/index.ts";
import { oneOf } from "./schemas/common.ts";

export const reasonsSchema = Type.Array(
  Type.Object(
    {
      key: oneOf(Object.keys(reasonWords) as ReasonKey[]),
      zh: Type.String(),
      en: Type.String(),
    },
    { title: "DuplicateReason" },
  ),
  { description: "What speaks for and against" },
);

export function reasonViews(keys: string[]) {
  return keys.flatMap((key) => {
    // what an earlier version wrote may be unknown by now
    const words = reasonWords[key as ReasonKey] as (typeof reasonWords)[ReasonKey] | undefined;
    return words ? [{ key: key as ReasonKey, zh: words[0], en: words[1] }] : [];
  });
}
