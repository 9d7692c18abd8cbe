/** Which layer of a file with several is read. */
import { IntakeError } from "../../errors.ts";
import { recognisedNames } from "../columns.ts";

/** The layer asked for, else the only one, else the one with most columns that are known. */
export function chosenLayer<Layer extends { name: string; columns: string[] }>(
  layers: Layer[],
  wanted: string | undefined,
  fileName: string,
): { layer: Layer; notes: string[] } {
  if (wanted !== undefined) {
    const layer = layers.find(({ name }) => name === wanted.trim());
    if (layer !== undefined) return { layer, notes: [] };
    throw new IntakeError(
      `${fileName} has no layer “${wanted}”. Its layers are: ${layers.map(({ name }) => name).join(", ")}.`,
    );
  }
  let layer = layers[0];
  for (const other of layers) {
    if (recognisedNames(other.columns) > recognisedNames(layer.columns)) layer = other;
  }
  const rest = layers.filter((other) => other !== layer).map(({ name }) => `“${name}”`);
  const note = `The layer “${layer.name}” was read, since its column names fit best; not read: ${rest.join(", ")}.`;
  return { layer, notes: rest.length > 0 ? [note] : [] };
}
