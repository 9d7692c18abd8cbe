/** The part of a route that hands out a layer as a file. */
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { exportFile, exportFormats, exportProblem } from "../exports/files.ts";
import type { ExportFormat } from "../exports/files.ts";
import type { Layer } from "../exports/layer.ts";
import { crsNamed, IntakeError } from "../intake/index.ts";
import type { Crs } from "../intake/index.ts";
import { invalidField } from "./problem.ts";
import { oneOf } from "./schemas/common.ts";

const formats = Object.keys(exportFormats) as ExportFormat[];

export const exportQuery = {
  format: Type.Optional(
    oneOf(formats, { title: "LayerFormat", default: "xlsx", description: "shp: a zipped Shapefile" }),
  ),
  crs: Type.Optional(
    Type.String({ maxLength: 40, description: "wgs84 (when left out), gcj02, bd09, EPSG:4490, EPSG:4547 …" }),
  ),
};

export const exportAnswer = {
  description:
    "Columns have names that the import recognises. CSV is UTF-8 with byte order mark; no cell runs as a formula. GeoJSON is WGS-84; a GeoPackage and a Shapefile take WGS-84, CGCS2000, its zones, UTM and Web Mercator; CSV and XLSX take any system, and their columns say 高德 or 百度 where it is theirs. A Shapefile's fields have Latin names, which the text file beside it explains; a text of more than 254 bytes goes on in a field with _2 behind its name.",
  response: {
    description: "The file",
    content: Object.fromEntries(
      Object.entries(exportFormats).map(([format, { mediaType }]) => [
        mediaType.split(";")[0],
        { schema: format === "geojson" ? Type.Object({ features: Type.Array(Type.Unknown()) }) : Type.String() },
      ]),
    ),
  },
};

/** Throws a Problem for a format or system that cannot be. */
export async function sendExport<Row>(
  reply: FastifyReply,
  name: string,
  layer: Layer<Row>,
  { format = "xlsx", crs: crsText = "wgs84" }: { format?: ExportFormat; crs?: string },
) {
  const crs = readCrs(crsText);
  const problem = exportProblem(format, layer, crs);
  if (problem !== null) throw invalidField(problem.field, problem.message);
  const { mediaType, ending } = exportFormats[format];
  reply.type(mediaType);
  reply.header("Content-Disposition", `attachment; filename="${name}.${ending}"`);
  reply.header("Cache-Control", "no-store");
  return reply.send((await exportFile(format, layer, crs)) as unknown as string);
}

function readCrs(text: string): Crs {
  try {
    return crsNamed(text);
  } catch (error) {
    if (error instanceof IntakeError) throw invalidField("crs", error.message);
    throw error;
  }
}
