/** `/planning`: circles on a map, drawn and weighed. */
import { signal, useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FeatureCollection } from "geojson";
import type { MapGeoJSONFeature } from "maplibre-gl";
import { ask, cityPath } from "../api/request.ts";
import type { Position } from "../api/types.ts";
import type { CrosshairAction } from "../map/crosshair.ts";
import type { DeskMap } from "../map/desk-map.ts";
import type { DragMarks } from "../map/drag-marks.ts";
import { city } from "../state/catalogue.ts";
import { bringTool } from "../state/code.ts";
import { createResource } from "../state/loadable.ts";
import { goOwn } from "../state/location.ts";
import { Desk } from "../ui/desk.tsx";
import { DeskMapStage } from "../ui/desk-map-stage.tsx";
import "../styles/planning.css";
import type { BoundaryEditor } from "./boundary-editor.ts";
import { CircleList } from "./circle-list.tsx";
import { Inspector } from "./inspector.tsx";
import { borderOverlay, circleFeatures, circleOverlay, outletOverlay, probeOverlay } from "./overlays.ts";
import { overlapFeatures, overlapOverlay } from "./overlaps.tsx";
import { cutAt, cutting } from "./reshape.tsx";
import { Tabs } from "./parts.tsx";
import { Probe } from "./probe.tsx";
import { Projects } from "./projects.tsx";
import { changeFeatures, homeFeatures, scenarioOverlays } from "./scenario/overlays.ts";
import { ScenarioPanel } from "./scenario/panel.tsx";
import { categoryName } from "./category-name.ts";
import { ScenarioResult } from "./scenario/result.tsx";
import { answer, changes, clickAt, dragTo, pick } from "./scenario/state.ts";
import { scenarioWords } from "./scenario/words.ts";
import { siteFeatures, siteOverlay } from "./siting/overlays.ts";
import { SitingPanel } from "./siting/panel.tsx";
import { SitingOutcome } from "./siting/result.tsx";
import { closures, result } from "./siting/state.ts";
import {
  boundaryChanged,
  circle,
  circleId,
  circles,
  cornersSet,
  draft,
  followPlanning,
  growFrom,
  isProposing,
  openCircle,
  probe,
  probeAt,
  probed,
  stopDrawing,
  tool,
  tools,
} from "./state.ts";
import { planningWords } from "./words.ts";

const map = signal<DeskMap | null>(null);
/** The last key at the cross would have broken the boundary. */
const cornerRefused = signal(false);
const borders = createResource<FeatureCollection>();
const nothing: FeatureCollection = { type: "FeatureCollection", features: [] };

/** The hands that draw, while a boundary is drawn. */
const editor: { current: BoundaryEditor | null } = { current: null };

/** Puts the editor on the map while a boundary is under the hand, and tells it of undo and redo. */
function useEditor(): void {
  const known = useRef<unknown>(null);
  const starting = useRef(false);
  const begin = async (on: DeskMap) => {
    starting.current = true;
    const code = await bringTool(() => import("./boundary-editor.ts"));
    starting.current = false;
    if (!code) return;
    const now = draft.peek();
    if (!now) return;
    editor.current = new code.BoundaryEditor(on.map, {
      changed(parts, phase, isSound) {
        if (phase === "done") known.current = parts;
        boundaryChanged(parts, phase, isSound);
      },
      corners: (count) => (cornersSet.value = count),
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
      cornerRefused.value = false;
      cornersSet.value = null;
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

function Side() {
  switch (tool.value) {
    case "scenario":
      return <ScenarioResult />;
    case "siting":
      return <SitingOutcome />;
    default:
      return <Inspector />;
  }
}

function ListPanel() {
  switch (tool.value) {
    case "scenario":
      return <ScenarioPanel />;
    case "siting":
      return <SitingPanel />;
    default:
      return <CircleList />;
  }
}

const hasSide = () => {
  if (tool.value === "scenario") return changes.value.length > 0;
  if (tool.value === "siting") return result.value !== null || closures.value !== null;
  return draft.value !== null || circle.value !== null;
};

/** Shops on trial are dragged on the map. */
function useDragging(): void {
  const marks = useRef<DragMarks | null>(null);
  useSignalEffect(() => {
    const on = map.value;
    const list = tool.value === "scenario" ? changes.value : [];
    const label = scenarioWords.value.dragLabel;
    const dragged = list.flatMap((one) =>
      one.type === "add" || one.type === "move"
        ? [
            {
              key: one.key,
              position: one.location,
              text: one.type === "add" ? categoryName(one.category) : one.outlet.name,
            },
          ]
        : [],
    );
    if (!on) {
      marks.current = null;
      return;
    }
    if (marks.current) {
      marks.current.set(dragged, label);
      return;
    }
    if (!dragged.length) return;
    void bring(on, dragged, label);
  });
  const bring = async (on: DeskMap, dragged: Parameters<DragMarks["set"]>[0], label: string) => {
    const code = await bringTool(() => import("../map/drag-marks.ts"));
    if (!code || map.peek() !== on) return;
    marks.current ??= new code.DragMarks(on.map, dragTo);
    marks.current.set(dragged, label);
  };
}

function useOverlays() {
  const drawn = useComputed(() =>
    circleFeatures(circles.state.value.value ?? [], circleId.value, draft.value?.circle ?? null),
  );
  const communities = useComputed<FeatureCollection>(() => ({
    type: "FeatureCollection",
    features: (borders.state.value.value ?? nothing).features.filter(
      ({ properties }) => properties?.["级别"] === "社区",
    ),
  }));
  const changed = useComputed(() =>
    changeFeatures(changes.value, pick.value?.type === "link" ? pick.value.start : null),
  );
  const homes = useComputed(() => homeFeatures(changes.value.length ? answer.value : null));
  const sites = useComputed(() => siteFeatures(result.value, closures.value));
  return useComputed(() => [
    overlapOverlay(overlapFeatures.value),
    borderOverlay(communities.value),
    circleOverlay(drawn.value),
    probeOverlay(probe.value, probed.state.value.value),
    outletOverlay,
    ...(tool.value === "scenario" ? scenarioOverlays(changed.value, homes.value) : []),
    ...(tool.value === "siting" ? [siteOverlay(sites.value)] : []),
  ]);
}

/** While a boundary is drawn the keys are for its corners. */
function onCross(action: CrosshairAction, position: Position): boolean {
  if (!draft.peek()) return false;
  // Its code may still be on the way.
  cornerRefused.value = editor.current ? !editor.current.act(action, position) : false;
  return true;
}

/** What the keys do at the cross, where it is not what a click does. */
function crossHelp(): string | null {
  const words = planningWords.value.draft;
  if (!draft.value) return null;
  if (cornerRefused.value) return words.cornerRefused;
  return draft.value.parts.length ? words.crossEdit : words.crossDraw;
}

function onMapClick(position: Position, found: MapGeoJSONFeature[]): void {
  if (draft.peek()) return;
  if (tool.peek() === "scenario" && pick.peek()) {
    const outlet = found.find(({ source }) => source === "outlets")?.properties["id"];
    void clickAt(position, typeof outlet === "string" ? outlet : null);
    return;
  }
  if (cutting.peek()) {
    void cutAt(position);
    return;
  }
  if (isProposing.peek()) {
    void growFrom({ center: position });
    return;
  }
  const id = found.find(({ source }) => source === "circles")?.properties["id"];
  if (tool.peek() === "circles" && typeof id === "string" && id !== circleId.peek()) openCircle(id);
  else probeAt(position);
}

export function PlanningPage() {
  const words = planningWords.value;
  useEffect(followPlanning, []);
  useEditor();
  useDragging();
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
  const overlays = useOverlays();
  const classes = ["planning", `planning-${tool.value}`, hasSide() ? "planning-with-inspector" : ""];
  return (
    <Desk current="/planning" title={words.title}>
      <div class={classes.join(" ")}>
        <section class="planning-list" aria-label={words.tools[tool.value]}>
          <Tabs
            names={tools}
            labels={words.tools}
            chosen={tool.value}
            label={words.title}
            onChoose={(name) => {
              stopDrawing();
              probeAt(null);
              goOwn({ tool: name === "circles" ? null : name });
            }}
          />
          {tool.value === "projects" ? null : <ListPanel />}
        </section>
        {tool.value === "projects" ? (
          <div class="planning-projects">
            <Projects />
          </div>
        ) : (
          <div class="planning-map">
            <DeskMapStage
              view={map}
              overlays={overlays.value}
              onClick={onMapClick}
              onCross={onCross}
              pointHelp={crossHelp()}
            >
              <Probe />
            </DeskMapStage>
          </div>
        )}
        {tool.value !== "projects" && hasSide() ? (
          <section class="planning-side">
            <Side />
          </section>
        ) : null}
      </div>
    </Desk>
  );
}
