import { asSaid, inWords } from "./say.ts";
import type { Said } from "./say.ts";

/** An error whose message can be put into words in any language; as an Error it speaks English. */
export class SaidError extends Error {
  readonly said: Said;

  /** @param message a text stands as it is in every language */
  constructor(message: string | Said, options?: ErrorOptions) {
    const said = asSaid(message);
    super(inWords(said, "en"), options);
    this.said = said;
  }
}
