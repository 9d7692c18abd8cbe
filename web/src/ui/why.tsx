/** Every figure opens its reason: what was counted, from where, at which speed, on which data. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { WalkSettings } from "../api/types.ts";
import { dateText, speedText } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { city } from "../state/catalogue.ts";

export interface WhyFacts {
  counted: string;
  settings: WalkSettings;
  dataDate: string | null;
  networkVersion: string | null;
  engine?: string;
  fallbackReason?: string;
  origin?: [number, number];
  accessMeters?: number | null;
  rings?: { minutes: number; areaSquareMeters: number; households: number | null }[];
  householdsEstimated?: boolean;
}

function facts(known: WhyFacts): [string, string][] {
  const words = t.value.why;
  const { settings } = known;
  const rows: [string, string][] = [[words.counted, known.counted]];
  if (known.origin) rows.push([words.origin, known.origin.map((degrees) => degrees.toFixed(5)).join(", ")]);
  const metersPerMinute = Math.round((settings.speedKmh * 1000) / 60);
  rows.push([words.speed, words.speedValue(speedText(settings.speedKmh), metersPerMinute)]);
  rows.push([words.profile, t.value.profiles[settings.profile] ?? settings.profile]);
  rows.push([words.privateWays, words.privateWaysValues[settings.privateWays] ?? settings.privateWays]);
  for (const ring of known.rings ?? []) {
    rows.push([words.area, words.areaValue(ring.minutes, (ring.areaSquareMeters / 10_000).toFixed(1))]);
  }
  if (known.rings?.some(({ households }) => households !== null)) {
    rows.push([words.households, known.householdsEstimated ? words.estimated : words.notEstimated]);
  }
  if (known.accessMeters !== undefined && known.accessMeters !== null) {
    rows.push([words.access, t.value.meters(known.accessMeters.toFixed(0))]);
  }
  const knowledge = city.value?.knowledge;
  if (knowledge) {
    const total = knowledge.claimed.length + knowledge.unclaimed.length;
    rows.push([words.known, words.knownValue(knowledge.claimed.length, total)]);
  }
  rows.push([words.dataDate, dateText(known.dataDate) || words.dataDateUnknown]);
  if (known.networkVersion) rows.push([words.network, known.networkVersion.slice(0, 12)]);
  if (known.engine) rows.push([words.engine, words.engines[known.engine] ?? known.engine]);
  if (known.fallbackReason) rows.push([words.fallback, known.fallbackReason]);
  return rows;
}

export function Why({ facts: known }: { facts: WhyFacts }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const copied = useSignal<"no" | "yes" | "failed">("no");
  const words = t.value.why;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      copied.value = "yes";
    } catch {
      copied.value = "failed";
    }
  };
  return (
    <>
      <button
        type="button"
        class="why-button"
        aria-haspopup="dialog"
        onClick={() => {
          copied.value = "no";
          dialog.current?.showModal();
        }}
      >
        <Icon name="info" size={1.1} />
        <span>
          {words.line(speedText(known.settings.speedKmh), dateText(known.dataDate))} · <u>{words.open}</u>
        </span>
      </button>
      <dialog
        ref={dialog}
        class="dialog"
        aria-label={words.title}
        onClick={(event) => {
          // A click on the backdrop lands on the dialog itself.
          if (event.target === dialog.current) dialog.current?.close();
        }}
      >
        <div class="dialog-inner">
          <header class="dialog-head">
            <h2>{words.title}</h2>
            <button
              type="button"
              class="icon-button"
              aria-label={t.value.close}
              onClick={() => dialog.current?.close()}
            >
              <Icon name="close" />
            </button>
          </header>
          <dl class="facts">
            {facts(known).map(([label, value], index) => (
              <div key={index}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <button type="button" class="button" onClick={copy}>
            {words.copy}
          </button>
          <p role="status" class="dialog-note">
            {copied.value === "yes" ? words.copied : copied.value === "failed" ? words.copyFailed : ""}
          </p>
        </div>
      </dialog>
    </>
  );
}
