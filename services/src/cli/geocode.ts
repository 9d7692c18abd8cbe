import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { DEFAULT_BAR, geocodeChainOf, geocodeRows } from "../intake/geocoding/index.ts";
import type { AddressRow, PlacedRow } from "../intake/geocoding/index.ts";
import { IntakeError } from "../intake/index.ts";
import type { CommandSpec } from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";
import { storeEnvironment, withStore } from "./store.ts";

/** Map services that are asked for addresses, by their variables. */
export const geocodeEnvironment = [
  { name: "TIANDITU_KEY", description: "asks 天地图 for addresses that the city itself does not know" },
  { name: "AMAP_KEY", description: "then 高德" },
  { name: "NOMINATIM_URL", description: "then a Nominatim server" },
  { name: "PHOTON_URL", description: "then a Photon server" },
];

export const geocodeCommand: CommandSpec = {
  positionals: [{ name: "CITY", description: "short name of a city in the store" }],
  options: [
    { name: "address", value: "TEXT", description: "one address" },
    { name: "file", value: "FILE", description: "text in UTF-8 with an address on each line" },
    { name: "bar", value: "NUMBER", description: `confidence from which a place is taken, 0 to 1 (${DEFAULT_BAR})` },
    { name: "json", description: "as JSON, with all candidates" },
  ],
  environment: [...storeEnvironment, ...geocodeEnvironment],
  details: [
    "Looks in the city's own map, outlets, residences and areas, then asks the services that are set up. Prints for each",
    "address: taken or waiting, level, confidence, longitude, latitude, what was found. Changes nothing.",
  ].join("\n"),
  async run(args) {
    const id = args.positional("CITY");
    const rows = await addressRows(args.text("address"), args.text("file"));
    if (rows.length === 0) throw args.wrong("address", "is missing: give --address TEXT or --file FILE");
    const barText = args.text("bar") ?? String(DEFAULT_BAR);
    const bar = barText.trim() === "" ? Number.NaN : Number(barText);
    if (!(bar >= 0 && bar <= 1)) throw args.wrong("bar", `should be a number from 0 to 1, and is "${barText}"`);
    const progress = new Progress();
    const { rows: placed, notes } = await withStore(progress, async (store) => {
      const city = await store.getCity(id);
      if (city === null)
        throw new IntakeError(`There is no city “${id}”; quarterhour city list shows which there are.`);
      const dataFolder = resolve(process.env.QUARTERHOUR_DATA || ".quarterhour");
      const chain = await geocodeChainOf(store, city, process.env, dataFolder);
      const summary = await geocodeRows(rows, chain, {
        city: city.nameZh,
        bar,
        progress: (fraction) => progress.tell("looking for addresses", fraction),
      });
      await chain.cache?.save();
      return summary;
    });
    for (const note of notes) progress.note(`note: ${note}`);
    if (args.flag("json")) await print(`${JSON.stringify(placed, null, 2)}\n`);
    else await print(placed.map((row, index) => lineOf(row, rows[index].address)).join(""));
    return 0;
  },
};

async function addressRows(address: string | undefined, file: string | undefined): Promise<AddressRow[]> {
  const lines = file === undefined ? [] : (await readFile(file, "utf8")).replace(/^\ufeff/, "").split(/\r?\n/);
  const addresses = [...(address === undefined ? [] : [address]), ...lines];
  return addresses.map((text, index) => ({ row: index + 1, address: text })).filter((row) => row.address.trim() !== "");
}

function lineOf({ accepted, candidates }: PlacedRow, address: string): string {
  const [best] = candidates;
  const found =
    best === undefined
      ? ["", "", "", "", ""]
      : [best.level, best.confidence, best.location[0], best.location[1], `${best.matched}（${best.explanation}）`];
  return `${[accepted === null ? "waiting" : "taken", ...found, address].join("\t")}\n`;
}
