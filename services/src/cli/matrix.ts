import { print } from "./output.ts";
import type { CommandSpec } from "./options.ts";
import { readPoints } from "./points.ts";
import { Progress } from "./progress.ts";
import { engineOf, osmOption, walkOptions, walkSettings } from "./walk-options.ts";

export const matrixCommand: CommandSpec = {
  positionals: [],
  options: [
    osmOption,
    { name: "from", value: "POINTS", description: "JSON file [[lng,lat],…]", required: true },
    { name: "to", value: "POINTS", description: "JSON file [[lng,lat],…]", required: true },
    ...walkOptions,
  ],
  details: [
    'Prints {"seconds":[[…]],"meters":[[…]],"from":[{"location":[lng,lat],"accessMeters":…}],"to":[…]}: rows are',
    "from, columns to; null where there is no way. Seconds and metres are between the snapped places on the network;",
    "access legs are left out.",
  ].join("\n"),
  async run(args) {
    const settings = walkSettings(args);
    const [from, to] = [await readPoints(args.required("from")), await readPoints(args.required("to"))];
    const progress = new Progress();
    const { engine } = await engineOf(args, progress);
    progress.tell(`walking from ${from.length} to ${to.length} points`);
    const matrix = engine.matrixSync(from, to, settings);
    progress.done();
    const rounded = (rows: (number | null)[][]) => rows.map((row) => row.map(toMilli));
    await print(
      `${JSON.stringify({ seconds: rounded(matrix.seconds), meters: rounded(matrix.meters), from: matrix.from, to: matrix.to })}\n`,
    );
    return 0;
  },
};

function toMilli(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}
