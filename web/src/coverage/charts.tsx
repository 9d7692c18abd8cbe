/** Small drawings of figures, each with the table it was drawn from. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/index.ts";
import type { Distribution, Trend } from "./api.ts";
import { percent } from "./figures.ts";
import { coverageWords } from "./words.ts";

function Figure({ title, chart, table }: { title: string; chart: ComponentChildren; table: ComponentChildren }) {
  const words = coverageWords.value;
  const isTable = useSignal(false);
  return (
    <figure class="figure">
      <figcaption>
        <span>{title}</span>
        <button type="button" class="text-button" onClick={() => (isTable.value = !isTable.value)}>
          {isTable.value ? words.asChart : words.asTable}
        </button>
      </figcaption>
      {isTable.value ? <div class="figure-table">{table}</div> : chart}
    </figure>
  );
}

const width = 300;
const height = 96;
const base = 80;

/** Households by the minutes they walk; those within the ring are in the rings' colour, those beyond in the gap's. */
export function DistributionChart({ data, ringMinutes }: { data: Distribution; ringMinutes: number }) {
  const words = coverageWords.value;
  const number = (value: number) => t.value.number(Math.round(value));
  const beyond = data.beyond;
  const most = Math.max(1, beyond, data.unknownBeyond, ...data.bins.map((bin) => bin.households));
  const step = width / (data.bins.length + 4);
  const tall = (households: number) => (households > 0 ? Math.max(1.5, (households / most) * (base - 6)) : 0);
  const last = data.bins.length;
  return (
    <Figure
      title={words.distribution}
      chart={
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.distribution}>
          {data.bins.map((bin, index) => (
            <rect
              key={bin.toMinutes}
              class={bin.toMinutes <= ringMinutes ? "bar-within" : "bar-beyond"}
              x={index * step + 0.5}
              width={step - 1}
              y={base - tall(bin.households)}
              height={tall(bin.households)}
            >
              <title>{words.distributionBar(String(bin.toMinutes), number(bin.households))}</title>
            </rect>
          ))}
          <rect
            class="bar-beyond"
            x={(last + 1) * step}
            width={step * 1.4}
            y={base - tall(beyond)}
            height={tall(beyond)}
          >
            <title>{`${words.beyond}: ${number(beyond)}`}</title>
          </rect>
          <rect
            class="bar-unknown"
            x={(last + 2.6) * step}
            width={step * 1.4}
            y={base - tall(data.unknownBeyond)}
            height={tall(data.unknownBeyond)}
          >
            <title>{words.unknownHouseholds(number(data.unknownBeyond))}</title>
          </rect>
          <line class="axis" x1={0} x2={width} y1={base} y2={base} />
          <line class="ring-mark" x1={ringMinutes * step} x2={ringMinutes * step} y1={2} y2={base} />
          {[5, 10, 15, 20, 25].map((minutes) => (
            <text key={minutes} x={minutes * step} y={base + 12} text-anchor="middle">
              {minutes}
            </text>
          ))}
          <text x={(last + 1.7) * step} y={base + 12} text-anchor="middle">
            {">30"}
          </text>
          <text x={(last + 3.3) * step} y={base + 12} text-anchor="middle">
            ?
          </text>
        </svg>
      }
      table={
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{words.minutes}</th>
              <th scope="col" class="number">
                {words.households}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.bins
              .filter((bin) => bin.households > 0)
              .map((bin) => (
                <tr key={bin.toMinutes}>
                  <td>{`${bin.fromMinutes}–${bin.toMinutes}`}</td>
                  <td class="number">{number(bin.households)}</td>
                </tr>
              ))}
            <tr>
              <td>{words.beyond}</td>
              <td class="number">{number(beyond)}</td>
            </tr>
            <tr>
              <td>{words.legend.unknown}</td>
              <td class="number">{number(data.unknownBeyond)}</td>
            </tr>
          </tbody>
        </table>
      }
    />
  );
}

/** The share that reaches the category, month by month; months of which nothing is known leave a hole. */
export function TrendChart({ data, category }: { data: Trend; category: string }) {
  const words = coverageWords.value;
  const points = data.points.map(({ date, categories }) => ({
    date,
    ...categories.find((one) => one.category === category),
  }));
  const known = points.filter((point) => typeof point.share === "number");
  if (known.length < 2) return <p class="muted">{words.trendNone}</p>;
  const x = (index: number) => 4 + (index / Math.max(1, points.length - 1)) * (width - 8);
  const y = (share: number) => base - 4 - share * (base - 12);
  let path = "";
  points.forEach((point, index) => {
    if (typeof point.share !== "number") return;
    const isStart = index === 0 || typeof points[index - 1].share !== "number";
    path += `${isStart ? "M" : "L"}${x(index).toFixed(1)} ${y(point.share).toFixed(1)}`;
  });
  return (
    <Figure
      title={words.trend}
      chart={
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.trend}>
          <line class="axis" x1={0} x2={width} y1={y(0)} y2={y(0)} />
          <line class="axis axis-quiet" x1={0} x2={width} y1={y(1)} y2={y(1)} />
          <path class="trend-line" d={path} />
          {points.map((point, index) =>
            typeof point.share === "number" ? (
              <circle key={point.date} class="trend-point" cx={x(index)} cy={y(point.share)} r={2.2}>
                <title>{words.trendPoint(point.date.slice(0, 7), percent(point.share))}</title>
              </circle>
            ) : null,
          )}
          <text x={4} y={height - 3}>
            {points[0].date.slice(0, 7)}
          </text>
          <text x={width - 4} y={height - 3} text-anchor="end">
            {points.at(-1)!.date.slice(0, 7)}
          </text>
        </svg>
      }
      table={
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{words.month}</th>
              <th scope="col" class="number">
                {words.share}
              </th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.date}>
                <td>{point.date}</td>
                <td class="number">{typeof point.share === "number" ? percent(point.share) : "?"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
}
