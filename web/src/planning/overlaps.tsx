/** Where circles lie on each other, and who lives in none: a community left over is a click away from a circle. */
import { computed, signal } from "@preact/signals";
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import { ask, cityPath } from "../api/request.ts";
import { t } from "../i18n/index.ts";
import type { Overlay } from "../map/desk-map.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { Failure, Skeleton } from "../ui/messages.tsx";
import { growFrom } from "./state.ts";
import { planningWords } from "./words.ts";

interface Overlaps {
  overlaps: {
    a: { id: string; name: string };
    b: { id: string; name: string };
    households: number;
    geometry: Polygon | MultiPolygon;
  }[];
  isCutShort: boolean;
  leftover: {
    households: number;
    communities: { id: string; name: string; households: number }[];
    geometry: MultiPolygon | null;
  };
}

const found = createResource<Overlaps>();
/** With the most households; what lies in no circle comes below and should be seen too. */
const FIRST_SHOWN = 10;
const showsAll = signal(false);
const isShown = signal(false);

export const overlapFeatures = computed<FeatureCollection>(() => {
  const value = isShown.value ? found.state.value.value : null;
  if (!value) return { type: "FeatureCollection", features: [] };
  const { overlaps, leftover } = value;
  return {
    type: "FeatureCollection",
    features: [
      ...overlaps.map(({ geometry }) => ({ type: "Feature" as const, geometry, properties: { what: "overlap" } })),
      ...(leftover.geometry
        ? [{ type: "Feature" as const, geometry: leftover.geometry, properties: { what: "leftover" } }]
        : []),
    ],
  };
});

export function overlapOverlay(data: FeatureCollection): Overlay {
  return {
    id: "overlaps",
    data,
    place: "ground",
    layers: () => [
      {
        id: "overlap-fill",
        type: "fill",
        source: "overlaps",
        filter: ["==", ["get", "what"], "overlap"],
        paint: { "fill-color": "#c23a12", "fill-opacity": 0.45 },
      },
      {
        id: "leftover-fill",
        type: "fill",
        source: "overlaps",
        filter: ["==", ["get", "what"], "leftover"],
        paint: { "fill-color": "#e0912f", "fill-opacity": 0.25 },
      },
    ],
  };
}

function show(): void {
  isShown.value = !isShown.peek();
  showsAll.value = false;
  const id = city.peek()?.id;
  if (isShown.peek() && id) {
    void found.load((aborted) => ask<Overlaps>(`${cityPath(id)}/circles/overlaps`, { signal: aborted }));
  }
}

export function OverlapList() {
  const words = planningWords.value.overlaps;
  const { status, value, error } = found.state.value;
  const number = (count: number) => t.value.number(Math.round(count));
  return (
    <section>
      <button type="button" class="button button-small button-quiet" aria-pressed={isShown.value} onClick={show}>
        {words.show}
      </button>
      {isShown.value && status === "failed" ? <Failure error={error} retry={found.retry} /> : null}
      {isShown.value && status === "loading" ? <Skeleton lines={2} /> : null}
      {isShown.value && value ? (
        <>
          <ul class="plain-list">
            {(showsAll.value ? value.overlaps : value.overlaps.slice(0, FIRST_SHOWN)).map(({ a, b, households }) => (
              <li key={`${a.id}/${b.id}`}>{words.pair(a.name, b.name, number(households))}</li>
            ))}
            {value.isCutShort ? <li class="muted">{words.moreOverlaps(number(value.overlaps.length))}</li> : null}
            {value.overlaps.length ? null : <li class="muted">{words.noOverlap}</li>}
          </ul>
          {value.overlaps.length > FIRST_SHOWN ? (
            <button type="button" class="text-button" onClick={() => (showsAll.value = !showsAll.value)}>
              {showsAll.value ? words.showFirst(FIRST_SHOWN) : words.showAll(number(value.overlaps.length))}
            </button>
          ) : null}
          <p>{words.leftover(number(value.leftover.households))}</p>
          <ul class="plain-list">
            {value.leftover.communities.map((community) => (
              <li key={community.id}>
                {community.name} <span class="muted">{number(community.households)}</span>{" "}
                <button type="button" class="text-button" onClick={() => void growFrom({ community: community.id })}>
                  {words.grow}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
