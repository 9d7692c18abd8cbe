/** A map with the places of a list, and a pin for the one that is edited. */
import { signal, useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Position } from "../../api/types.ts";
import type { DeskMap, Overlay } from "../../map/desk-map.ts";
import type { DragMarks } from "../../map/drag-marks.ts";
import { bringTool } from "../../state/code.ts";
import { DeskMapStage } from "../../ui/desk-map-stage.tsx";
import { placeWords } from "./words.ts";

interface MarkedMapProps {
  places: readonly { id: string; location: Position }[];
  chosen: string | null;
  /** Where the pin stands; null for none. */
  pin: Position | null;
  pinText: string;
  onPin(position: Position): void;
  onChoose(id: string): void;
}

function overlay(places: MarkedMapProps["places"], chosen: string | null): Overlay {
  return {
    id: "places",
    data: {
      type: "FeatureCollection",
      features: places.map(({ id, location }) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: location },
        properties: { id, on: id === chosen },
      })),
    },
    place: "top",
    layers: (palette) => [
      {
        id: "places",
        type: "circle",
        source: "places",
        paint: {
          "circle-radius": ["case", ["get", "on"], 9, 6],
          "circle-color": ["case", ["get", "on"], palette.accent, palette.ink],
          "circle-stroke-color": palette.paper,
          "circle-stroke-width": 2,
        },
      },
    ],
  };
}

export function MarkedMap(props: MarkedMapProps) {
  const map = useRef(signal<DeskMap | null>(null)).current;
  const latest = useRef(signal(props)).current;
  latest.value = props;
  const marks = useRef<DragMarks | null>(null);
  useSignalEffect(() => {
    const on = map.value;
    const { pin, pinText } = latest.value;
    const list = pin ? [{ key: "pin", position: pin, text: pinText || "•" }] : [];
    if (!on) {
      marks.current = null;
      return;
    }
    if (marks.current) marks.current.set(list, placeWords.value.placeHint);
    else if (pin) void bring(on);
  });
  const bring = async (on: DeskMap) => {
    const code = await bringTool(() => import("../../map/drag-marks.ts"));
    if (!code || map.peek() !== on || marks.current) return;
    marks.current = new code.DragMarks(on.map, (_key, position, phase) => {
      if (phase === "dropped") latest.peek().onPin(position);
    });
    const { pin, pinText } = latest.peek();
    if (pin) marks.current.set([{ key: "pin", position: pin, text: pinText || "•" }], placeWords.peek().placeHint);
  };
  const seen = props.pin ?? props.places.find(({ id }) => id === props.chosen)?.location;
  useEffect(() => {
    if (seen) map.value?.camera.reveal(seen, 15);
  }, [props.chosen, seen !== undefined, map.value]);
  const overlays = useComputed(() => [overlay(latest.value.places, latest.value.chosen)]);
  return (
    <DeskMapStage
      view={map}
      overlays={overlays.value}
      onClick={(position, found) => {
        const id = found.find(({ source }) => source === "places")?.properties["id"];
        if (typeof id === "string") props.onChoose(id);
        else props.onPin(position);
      }}
    />
  );
}
