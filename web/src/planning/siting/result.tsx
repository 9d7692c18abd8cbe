/** The sites in order, how sure the choice is, and how far the next ones still help. */
import { useSignal } from "@preact/signals";
import { city } from "../../state/catalogue.ts";
import { goOwn } from "../../state/location.ts";
import { Failure, Notice } from "../../ui/messages.tsx";
import { percent } from "../figures.ts";
import { categoryName } from "../category-name.ts";
import { adopt } from "../scenario/state.ts";
import { sitingFile } from "./api.ts";
import type { SitingResult } from "./api.ts";
import { acceptAll, closures, jobId, result } from "./state.ts";
import { sitingWords } from "./words.ts";

const width = 300;
const height = 110;

function Curve({ of }: { of: SitingResult }) {
  const words = sitingWords.value;
  const most = Math.max(1, ...of.curve.map(({ households }) => households));
  const last = Math.max(1, of.curve.length - 1);
  const x = (index: number) => 6 + (index / last) * (width - 12);
  const y = (households: number) => height - 18 - (households / most) * (height - 30);
  const path = of.curve.map(({ households }, index) => `${index ? "L" : "M"}${x(index)} ${y(households)}`).join("");
  return (
    <figure class="figure">
      <figcaption>{words.curve}</figcaption>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.curve}>
        <line class="axis" x1={0} x2={width} y1={y(0)} y2={y(0)} />
        <path class="trend-line" d={path} />
        {of.curve.map(({ count, households }, index) => (
          <g key={count}>
            <circle class="trend-point" cx={x(index)} cy={y(households)} r={3}>
              <title>{`${words.sitesShort(count)}: ${words.gains(Math.round(households))}`}</title>
            </circle>
            <text x={x(index)} y={height - 4} text-anchor="middle">
              {count}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}

function Sites({ of }: { of: SitingResult }) {
  const words = sitingWords.value;
  const accepted = useSignal<number | null>(null);
  const fault = useSignal<unknown>(null);
  if (!of.sites.length) return <Notice title={words.none} />;
  const total = of.sites.at(-1)!.cumulativeHouseholds;
  return (
    <>
      <h2>{words.found(of.sites.length, Math.round(total))}</h2>
      <p class="muted">{of.bound.exact ? words.exact : words.bound(percent(of.bound.gapShare))}</p>
      <ol class="site-list">
        {of.sites.map((site) => (
          <li key={site.order}>
            <span class="site-number">{site.order}</span>
            <span>
              <strong>{categoryName(site.kind ?? site.category)}</strong> ·{" "}
              {site.candidate.name ?? words.here[site.candidate.kind]}
              <br />
              <span class="gain">{words.gains(Math.round(site.gainedHouseholds))}</span>
            </span>
          </li>
        ))}
      </ol>
      <Curve of={of} />
      {fault.value ? <Failure error={fault.value} /> : null}
      <div class="button-row">
        <button
          type="button"
          class="button button-small button-primary"
          onClick={() => {
            adopt(of.sites);
            goOwn({ tool: "scenario" });
          }}
        >
          {words.tryOut}
        </button>
        <button
          type="button"
          class="button button-small"
          disabled={accepted.value !== null}
          onClick={async () => {
            try {
              accepted.value = await acceptAll();
            } catch (error) {
              fault.value = error;
            }
          }}
        >
          {accepted.value === null ? words.accept : words.accepted(accepted.value)}
        </button>
        {jobId.value && city.value ? (
          <>
            <a
              class="button button-small button-quiet"
              href={sitingFile(city.value.id, jobId.value, "csv")}
              download={`siting-${jobId.value}.csv`}
            >
              {words.csv}
            </a>
            <a
              class="button button-small button-quiet"
              href={sitingFile(city.value.id, jobId.value, "geojson")}
              download={`siting-${jobId.value}.geojson`}
            >
              {words.geojson}
            </a>
          </>
        ) : null}
      </div>
      {of.notes.length ? (
        <ul class="plain-list muted">
          {of.notes.map((note) => (
            <li key={note.id}>{note.text}</li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

export function SitingOutcome() {
  const words = sitingWords.value;
  if (result.value) {
    return (
      <div class="planning-inspector">
        <Sites of={result.value} />
      </div>
    );
  }
  if (!closures.value) return null;
  return (
    <div class="planning-inspector">
      <h2>{words.closures}</h2>
      <ol class="site-list">
        {closures.value.closures.map((closure) => (
          <li key={`${closure.order}/${closure.category}`}>
            <span class="site-number">{closure.order}</span>
            <span>
              <strong>{closure.outlet.name}</strong> · {categoryName(closure.kind ?? closure.category)}
              <br />
              <span class="loss">{words.loses(Math.round(closure.lostHouseholds))}</span>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
