/** Reads the list aloud for those who read small type with difficulty, where the browser can speak. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { wholeMinutes } from "../i18n/format.ts";
import { lang, localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import type { Outlet } from "../api/types.ts";
import { urlState } from "../state/location.ts";
import { inListOrder } from "./arrange.ts";
import { arranged, kind } from "./state.ts";

/** Longer lists nobody listens to. */
const readAtMost = 6;

const canSpeak = () => "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;

function stateWords({ openNow }: Outlet): string {
  const words = t.value.outlet;
  if (openNow === null) return words.openUnknown;
  return openNow ? words.openNow : words.closedNow;
}

/** What is said, sentence by sentence. */
function sentences(): string[] {
  const words = t.value.repair;
  const shops = inListOrder(arranged.value);
  const name = kind.value ? localName(kind.value) : "";
  if (!shops.length) return [words.none(name)];
  return [
    words.readIntro(shops.length, name),
    ...shops
      .slice(0, readAtMost)
      .map((shop, index) =>
        words.readLine(
          index + 1,
          shop.name || t.value.outlet.unnamed,
          wholeMinutes(shop.walkSeconds ?? 0),
          stateWords(shop),
        ),
      ),
  ];
}

export function ReadAloud() {
  const isReading = useSignal(false);
  const stop = () => {
    if (canSpeak()) speechSynthesis.cancel();
    isReading.value = false;
  };
  // Another list, or none: what is being said is not about what is seen.
  useEffect(() => stop, [arranged.value]);
  if (!urlState.value.large || !canSpeak()) return null;
  const read = () => {
    speechSynthesis.cancel();
    isReading.value = true;
    const said = sentences().map((sentence) => {
      const one = new SpeechSynthesisUtterance(sentence);
      one.lang = lang.value === "en" ? "en-GB" : "zh-CN";
      one.rate = 0.9;
      return one;
    });
    said.at(-1)!.addEventListener("end", () => (isReading.value = false));
    for (const one of said) {
      one.addEventListener("error", () => (isReading.value = false));
      speechSynthesis.speak(one);
    }
  };
  return (
    <button type="button" class="button button-large read-aloud" onClick={isReading.value ? stop : read}>
      <Icon name={isReading.value ? "stop" : "speak"} />{" "}
      {isReading.value ? t.value.repair.stopReading : t.value.repair.readAloud}
    </button>
  );
}
