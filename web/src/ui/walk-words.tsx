/** The walk in words: what one meets, in order, with the metres walked until then. */
import type { WalkFeature, WalkFeatureKind, WalkRoute } from "../api/types.ts";
import { distanceText } from "../i18n/format.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import type { SymbolName } from "../icons/symbols.ts";
import { WalkFigures } from "./outlet-parts.tsx";
import { Why } from "./why.tsx";

const summaryOrder: WalkFeatureKind[] = [
  "steps",
  "footbridge",
  "underpass",
  "signals",
  "crossing",
  "lift",
  "escalator",
  "ferry",
  "gate",
];

function walkSummary(features: WalkFeature[]): { kind: WalkFeatureKind; text: string }[] {
  const words = t.value.walk;
  return summaryOrder.flatMap((kind) => {
    const met = features.filter((feature) => feature.kind === kind);
    if (!met.length) return [];
    const counted = met.every(({ stepCount }) => stepCount !== undefined);
    const total = met.reduce((sum, { stepCount }) => sum + (stepCount ?? 0), 0);
    const steps =
      kind === "steps" && counted ? t.value.list([words.counts.steps(met.length), words.totalSteps(total)]) : null;
    return [{ kind, text: steps ?? words.counts[kind](met.length) }];
  });
}

interface Line {
  icon: SymbolName;
  atMeters: number;
  text: string;
}

function lines(route: WalkRoute): Line[] {
  const words = t.value.walk;
  const { ways, features } = route.properties;
  const along = ways
    .filter(({ meters }) => meters >= 15)
    .map(({ name, meters, atMeters }): Line => ({
      icon: "forward",
      atMeters,
      text: words.along(name, distanceText(meters, t.value)),
    }));
  const met = features.map((feature): Line => {
    const said = words.features[feature.kind](feature.stepCount);
    return { icon: feature.kind, atMeters: feature.atMeters, text: feature.name ? `${said} · ${feature.name}` : said };
  });
  return [...along, ...met].sort((a, b) => a.atMeters - b.atMeters);
}

export function WalkWords({ route, dataDate }: { route: WalkRoute; dataDate: string | null }) {
  const words = t.value.walk;
  const {
    seconds,
    meters,
    features,
    settings,
    networkVersion,
    engine,
    unknownFeatures = [],
    fallbackReason,
  } = route.properties;
  const summary = walkSummary(features);
  return (
    <section class="walk-words" aria-label={words.title}>
      <p class="walk-headline">
        <Icon name="walk" size={1.4} /> <WalkFigures seconds={seconds} meters={meters} />
      </p>
      {summary.length ? (
        <ul class="walk-summary" aria-label={words.summary}>
          {summary.map(({ kind, text }) => (
            <li key={kind}>
              <Icon name={kind} /> {text}
            </li>
          ))}
        </ul>
      ) : (
        <p class="muted">{unknownFeatures.length ? words.notTold : words.nothing}</p>
      )}
      <ol class="walk-lines">
        <li class="walk-end">{words.start}</li>
        {lines(route).map((line, index) => (
          <li key={index}>
            <Icon name={line.icon} />
            <span>
              {line.text}
              <span class="walk-at">
                {line.atMeters >= 10 ? words.after(distanceText(line.atMeters, t.value)) : ""}
              </span>
            </span>
          </li>
        ))}
        <li class="walk-end">{words.arrive}</li>
      </ol>
      <Why facts={{ counted: t.value.why.countedWalk, settings, networkVersion, engine, fallbackReason, dataDate }} />
    </section>
  );
}
