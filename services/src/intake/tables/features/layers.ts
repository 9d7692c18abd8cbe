/** Which layer of a file with several is read. */
import { IntakeError } from "../../errors.ts";
import { recognisedNames } from "../columns.ts";
import { say } from "../../../words/index.ts";
import type { Said } from "../../../words/index.ts";

/** The layer asked for, else the only one, else the one with most columns that are known. */
export function chosenLayer<Layer extends { name: string; columns: string[] }>(
  layers: Layer[],
  wanted: string | undefined,
  fileName: string,
): { layer: Layer; notes: Said[] } {
  if (wanted !== undefined) {
    const layer = layers.find(({ name }) => name === wanted.trim());
    if (layer !== undefined) return { layer, notes: [] };
    throw new IntakeError(say("layer.unknown", { file: fileName, wanted, layers: layers.map(({ name }) => name) }));
  }
  let layer = layers[0];
  for (const other of layers) {
    if (recognisedNames(other.columns) > recognisedNames(layer.columns)) layer = other;
  }
  const rest = layers.filter((other) => other !== layer).map(({ name }) => `“${name}”`);
  return { layer, notes: rest.length > 0 ? [say("layer.chosen", { layer: layer.name, others: rest })] : [] };
}
