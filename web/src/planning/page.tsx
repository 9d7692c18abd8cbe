/** `/planning`: circles on a map, drawn and weighed. */
import { signal, useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FeatureCollection } from "geojson";
import { ask, cityPath } from "../api/request.ts";
import type { DeskMap } from "../map/desk-map.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { Desk } from "../ui/desk.tsx";
import { DeskMapStage } from "../ui/desk-map-stage.tsx";
import "../styles/planning.css";
import type { BoundaryEditor } from "./boundary-editor.ts";
import { CircleList } from "./circle-list.tsx";
import { Inspector } from "./inspector.tsx";
import { borderOverlay, circleFeatures, circleOverlay, outletOverlay, probeOverlay } from "./overlays.ts";
import { Probe } from "./probe.tsx";
import {
  boundaryChanged,
  circle,
  circleId,
  circles,
  draft,
  followPlanning,
  growFrom,
  isProposing,
  openCircle,
  probe,
  probeAt,
  probed,
} from "./state.ts";
import { planningWords } from "./words.ts";

const map = signal<DeskMap | null>(null);
const borders = createResource<FeatureCollection>();
const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };

/** Puts the editor on the map while a boundary is under the hand, and tells it of undo and redo. */
function useEditor(): void {
  const editor = useRef<BoundaryEditor | null>(null);
  const known = useRef<unknown>(null);
  const starting = useRef(false);
  const begin = async (on: DeskMap) => {
    starting.current = true;
    const code = await import("./boundary-editor.ts");
    starting.current = false;
    const now = draft.peek();
    if (!now) return;
    editor.current = new code.BoundaryEditor(on.map, {
      changed(parts, phase, isSound) {
        if (phase === "done") known.current = parts;
        boundaryChanged(parts, phase, isSound);
      },
    });
    known.current = now.parts;
    editor.current.set(now.parts);
  };
  useSignalEffect(() => {
    const own = draft.value;
    const on = map.value;
    if (!own || !on) {
      editor.current?.stop();
      editor.current = null;
      known.current = null;
      return;
    }
    if (editor.current) {
      // What came from the hand is on the map already.
      if (known.current !== own.parts) editor.current.set(own.parts);
      known.current = own.parts;
      return;
    }
    if (starting.current) return;
    void begin(on);
  });
  useEffect(
    () => () => {
      editor.current?.stop();
      editor.current = null;
    },
    [],
  );
}

export function PlanningPage() {
  const words = planningWords.value;
  useEffect(followPlanning, []);
  useEditor();
  useEffect(() => {
    const id = city.value?.id;
    if (id) {
      void borders.load((aborted) =>
        ask<FeatureCollection>(`${cityPath(id)}/exports/areas?format=geojson`, { signal: aborted }),
      );
    }
  }, [city.value?.id]);
  useEffect(() => {
    const box = circle.value?.bbox;
    if (box && !draft.peek()) map.value?.camera.revealArea(box);
  }, [circleId.value, circle.value !== null, map.value]);
  const drawn = useComputed(() =>
    circleFeatures(circles.state.value.value ?? [], circleId.value, draft.value?.circle ?? null),
  );
  const communities = useComputed<FeatureCollection>(() => ({
    type: "FeatureCollection",
    features: (borders.state.value.value ?? nothing).features.filter(
      ({ properties }) => properties?.["级别"] === "社区",
    ),
  }));
  const overlays = useComputed(() => [
    borderOverlay(communities.value),
    circleOverlay(drawn.value),
    probeOverlay(probe.value, probed.state.value.value),
    outletOverlay,
  ]);
  const hasInspector = draft.value !== null || circle.value !== null;
  return (
    <Desk current="/planning" title={words.title}>
      <div class={hasInspector ? "planning planning-with-inspector" : "planning"}>
        <section class="planning-list" aria-label={words.list.title}>
          <CircleList />
        </section>
        <div class="planning-map">
          <DeskMapStage
            view={map}
            overlays={overlays.value}
            onClick={(position, found) => {
              if (draft.peek()) return;
              if (isProposing.peek()) {
                void growFrom(position);
                return;
              }
              const id = found.find(({ source }) => source === "circles")?.properties["id"];
              if (typeof id === "string" && id !== circleId.peek()) openCircle(id);
              else probeAt(position);
            }}
          >
            <Probe />
          </DeskMapStage>
        </div>
        {hasInspector ? (
          <section class="planning-side">
            <Inspector />
          </section>
        ) : null}
      </div>
    </Desk>
  );
}
