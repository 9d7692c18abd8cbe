/** What residents reported: with what stands near by, accepted with one click. */
import { signal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { FeatureCollection } from "geojson";
import { ask, cityPath } from "../../api/request.ts";
import type { Outlet, Position } from "../../api/types.ts";
import { dateText, distanceText } from "../../i18n/format.ts";
import { localName, t } from "../../i18n/index.ts";
import type { DeskMap, Overlay } from "../../map/desk-map.ts";
import { categoriesById, city } from "../../state/catalogue.ts";
import { createResource } from "../../state/loadable.ts";
import { may, send } from "../../state/session.ts";
import { DeskMapStage } from "../../ui/desk-map-stage.tsx";
import { Failure, Notice, Skeleton } from "../../ui/messages.tsx";
import { dataWords } from "../words.ts";

interface Saying {
  number: number;
  at: string;
  note: string | null;
  flags: string[];
  photo: { number: number; url: string; thumbUrl: string } | null;
}

interface Report {
  id: string;
  kind: "new" | "closed" | "moved" | "wrong";
  state: "open" | "accepted" | "rejected";
  said: number;
  firstAt: string;
  location: Position | null;
  category: string | null;
  name: string | null;
  since: string | null;
  flags: string[];
  outlet: Outlet | null;
  sayings: Saying[];
  nearby: { id: string; name: string; location: Position; meters: number; sameCategory: boolean }[];
}

const reports = createResource<Report[]>();
const chosen = signal<string | null>(null);
const trouble = signal<unknown>(null);
const answer = signal("");
const photo = signal<number | null>(null);
const lastDecided = signal<string | null>(null);
const map = signal<DeskMap | null>(null);

const base = () => `${cityPath(city.peek()!.id)}/reports`;

function load(): void {
  void reports.load(
    async (aborted) => (await ask<{ items: Report[] }>(`${base()}?limit=100`, { signal: aborted })).items,
    { keep: true },
  );
}

async function decide(id: string, decision: "accept" | "reject" | "reopen", outletId?: string): Promise<void> {
  trouble.value = null;
  try {
    await send("PATCH", `${base()}/${id}`, {
      decision,
      ...(outletId ? { outletId } : {}),
      ...(answer.peek().trim() ? { note: answer.peek().trim() } : {}),
      ...(decision === "accept" && photo.peek() !== null ? { photo: photo.peek() } : {}),
    });
    lastDecided.value = decision === "reopen" ? null : id;
    answer.value = "";
    photo.value = null;
    chosen.value = null;
    load();
  } catch (error) {
    trouble.value = error;
  }
}

function placeOf(report: Report): Position | null {
  return report.location ?? report.outlet?.location ?? null;
}

function features(report: Report | null): FeatureCollection {
  const place = report && placeOf(report);
  if (!report || !place) return { type: "FeatureCollection", features: [] };
  const point = (coordinates: Position, properties: object) => ({
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates },
    properties,
  });
  return {
    type: "FeatureCollection",
    features: [
      ...report.nearby.map(({ location, name }) => point(location, { name, own: false })),
      ...(report.outlet ? [point(report.outlet.location, { name: report.outlet.name, own: false })] : []),
      point(place, { name: report.name ?? "", own: true }),
    ],
  };
}

function overlay(data: FeatureCollection): Overlay {
  return {
    id: "report",
    data,
    place: "top",
    layers: (palette) => [
      {
        id: "report-points",
        type: "circle",
        source: "report",
        paint: {
          "circle-radius": ["case", ["get", "own"], 10, 6],
          "circle-color": ["case", ["get", "own"], palette.accent, palette.paper],
          "circle-stroke-color": ["case", ["get", "own"], palette.paper, palette.ink],
          "circle-stroke-width": 2,
        },
      },
    ],
  };
}

function Detail({ report }: { report: Report }) {
  const words = dataWords.value.reports;
  const canDecide = may("steward");
  return (
    <article class="report-detail">
      <h3>{words.kinds[report.kind]}</h3>
      {report.flags.length ? <Notice icon="alert" tone="warn" title={words.flagged} /> : null}
      <ul class="sayings">
        {report.sayings.map((saying) => (
          <li key={saying.number}>
            <span class="muted">{dateText(saying.at)}</span> {saying.note}
            {saying.photo ? (
              <label class="saying-photo">
                <img src={saying.photo.thumbUrl} alt={words.photo} loading="lazy" />
                {canDecide ? (
                  <span>
                    <input
                      type="checkbox"
                      checked={photo.value === saying.photo.number}
                      onChange={(event) => (photo.value = event.currentTarget.checked ? saying.photo!.number : null)}
                    />
                    {words.publish}
                  </span>
                ) : null}
              </label>
            ) : null}
          </li>
        ))}
      </ul>
      {canDecide ? (
        <>
          <label class="field">
            <span>{words.answer}</span>
            <input
              value={answer.value}
              maxLength={500}
              onInput={(event) => (answer.value = event.currentTarget.value)}
            />
          </label>
          <div class="button-row">
            <button type="button" class="button button-primary" onClick={() => void decide(report.id, "accept")}>
              {words.accept}
            </button>
            <button type="button" class="button button-quiet" onClick={() => void decide(report.id, "reject")}>
              {words.reject}
            </button>
          </div>
        </>
      ) : null}
      {report.nearby.length ? (
        <>
          <h4>{words.nearby}</h4>
          <ul class="nearby">
            {report.nearby.slice(0, 8).map((one) => (
              <li key={one.id}>
                <span>
                  {one.name} <span class="muted">{words.away(distanceText(one.meters, t.value))}</span>
                </span>
                {canDecide ? (
                  <button type="button" class="text-button" onClick={() => void decide(report.id, "accept", one.id)}>
                    {words.acceptAs(one.name)}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </article>
  );
}

function titleOf(report: Report): string {
  const own = report.category ? categoriesById.value.get(report.category as never) : undefined;
  return report.outlet?.name ?? report.name ?? (own ? localName(own) : dataWords.value.reports.kinds[report.kind]);
}

export function ReportQueue() {
  const words = dataWords.value.reports;
  const { status, value, error } = reports.state.value;
  const report = value?.find(({ id }) => id === chosen.value) ?? value?.[0] ?? null;
  useEffect(load, [city.value?.id]);
  const overlays = useComputed(() => {
    const all = reports.state.value.value;
    return [overlay(features(all?.find(({ id }) => id === chosen.value) ?? all?.[0] ?? null))];
  });
  const place = report && placeOf(report);
  useEffect(() => {
    if (place) map.value?.camera.reveal(place, 16);
  }, [report?.id, map.value]);
  return (
    <div class="section section-split">
      <div class="split-list">
        <h2>{words.title}</h2>
        {trouble.value ? <Failure error={trouble.value} /> : null}
        {status === "failed" ? <Failure error={error} retry={reports.retry} /> : null}
        {status === "loading" && !value ? <Skeleton lines={6} /> : null}
        {value?.length === 0 ? <Notice title={words.none} hint={words.noneHint} /> : null}
        <ul class="queue">
          {value?.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                class="queue-line"
                aria-current={one.id === report?.id}
                onClick={() => {
                  chosen.value = one.id;
                  photo.value = null;
                }}
              >
                <span class="tag">{words.kinds[one.kind]}</span>
                <span class="queue-name">{titleOf(one)}</span>
                <span class="muted">{words.said(one.said)}</span>
              </button>
            </li>
          ))}
        </ul>
        {lastDecided.value ? (
          <button type="button" class="text-button" onClick={() => void decide(lastDecided.peek()!, "reopen")}>
            {words.reopen}
          </button>
        ) : null}
      </div>
      <div class="split-detail">{report ? <Detail report={report} /> : null}</div>
      <div class="split-map">
        <DeskMapStage view={map} overlays={overlays.value} onClick={() => {}} />
      </div>
    </div>
  );
}
