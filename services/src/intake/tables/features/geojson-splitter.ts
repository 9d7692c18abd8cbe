/** Cuts the text of a GeoJSON file into its features, without holding more than one of them. */

import { SaidError, say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

export class SplitFault extends SaidError {}

/** Characters of one feature, or of everything around the features. A province's outline has a few million. */
const LONGEST = 32 * 1024 * 1024;
const DEEPEST = 200;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Features are the elements of an array named "features" in an object at the top, or objects at the top themselves
 * (one per line, say). What surrounds such an array comes out as a whole, with the array empty.
 */
export class FeatureSplitter {
  #features: string[] = [];
  #wholes: string[] = [];
  /** Text so far of the feature, and of what surrounds the features. */
  #feature = new Pieces();
  #around = new Pieces();
  #depth = 0;
  /** Depth inside the array of features; 0 where there is none. */
  #listDepth = 0;
  #hadList = false;
  #inFeature = false;
  #inString = false;
  #escaped = false;

  /** Features complete since the last call. */
  taken(): string[] {
    const features = this.#features;
    this.#features = [];
    return features;
  }

  takenWholes(): string[] {
    const wholes = this.#wholes;
    this.#wholes = [];
    return wholes;
  }

  write(text: string): void {
    let start = 0;
    const flush = (end: number) => {
      if (end > start) (this.#inFeature ? this.#feature : this.#around).add(text.slice(start, end));
      start = end;
    };
    for (let i = 0; i < text.length; i++) {
      if (this.#inString) {
        i = this.#throughString(text, i);
        continue;
      }
      const code = text.charCodeAt(i);
      if (code <= 0x20 || code === 0xfeff) continue;
      const inList = this.#listDepth > 0 && this.#depth === this.#listDepth;
      if (inList && code === CLOSE_BRACKET) {
        // A number or a null at the end of the list.
        if (this.#inFeature) this.#endFeature(flush, i);
        start = i;
        this.#listDepth = 0;
        this.#depth--;
        continue;
      }
      if (inList && code === COMMA) {
        if (this.#inFeature) this.#endFeature(flush, i);
        start = i + 1;
        continue;
      }
      if (inList && !this.#inFeature) {
        start = i;
        this.#inFeature = true;
      }
      if (this.#depth === 0) {
        if (code !== OPEN_BRACE) throw new SplitFault(notGeoJson(text.slice(i, i + 20)));
        start = i;
        this.#hadList = false;
      }
      switch (code) {
        case QUOTE:
          this.#inString = true;
          break;
        case OPEN_BRACE:
        case OPEN_BRACKET:
          if (++this.#depth > DEEPEST) throw new SplitFault(say("geojson.too-deep", { most: DEEPEST }));
          if (code === OPEN_BRACKET && this.#depth === 2 && !this.#hadList) {
            flush(i + 1);
            if (/"features"\s*:\s*\[$/.test(this.#around.end(64))) {
              this.#listDepth = 2;
              this.#hadList = true;
            }
          }
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          this.#depth--;
          if (this.#inFeature && this.#depth === this.#listDepth) {
            this.#endFeature(flush, i + 1);
          } else if (this.#depth === 0) {
            flush(i + 1);
            this.#endTop(this.#around.take());
          }
          break;
      }
    }
    if (!this.#inFeature && this.#listDepth > 0 && this.#depth === this.#listDepth) return;
    if (this.#depth > 0) flush(text.length);
  }

  end(): void {
    if (this.#depth > 0) throw new SplitFault(say("geojson.cut"));
  }

  /** Index of the last character of the string that was looked at. */
  #throughString(text: string, from: number): number {
    for (let i = from; i < text.length; i++) {
      if (this.#escaped) {
        this.#escaped = false;
        continue;
      }
      const code = text.charCodeAt(i);
      if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) {
        this.#inString = false;
        return i;
      }
    }
    return text.length;
  }

  #endFeature(flush: (end: number) => void, end: number): void {
    flush(end);
    this.#features.push(this.#feature.take());
    this.#inFeature = false;
  }

  #endTop(text: string): void {
    if (this.#hadList || !/"type"\s*:\s*"Feature"/.test(text)) this.#wholes.push(text);
    else this.#features.push(text);
  }
}

function notGeoJson(start: string): Said {
  return start.startsWith("[") ? say("geojson.list") : say("geojson.begins", { start });
}

/** Text that grows piece by piece, up to a limit. */
class Pieces {
  #pieces: string[] = [];
  #length = 0;

  add(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length > LONGEST) {
      throw new SplitFault(say("geojson.too-long", { million: LONGEST / 1024 / 1024 }));
    }
  }

  end(length: number): string {
    let text = "";
    for (let i = this.#pieces.length - 1; i >= 0 && text.length < length; i--) text = this.#pieces[i] + text;
    return text;
  }

  take(): string {
    const text = this.#pieces.join("");
    this.#pieces = [];
    this.#length = 0;
    return text;
  }
}
