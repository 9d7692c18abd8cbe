/** The part of a route that hands out a list as CSV or XLSX. */
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { plainCsv, plainXlsx } from "../exports/plain-table.ts";
import type { PlainTable } from "../exports/plain-table.ts";
import { oneOf } from "./schemas/common.ts";

const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

type Format = keyof typeof mediaTypes;

export const plainTableFormat = oneOf(Object.keys(mediaTypes) as Format[], { default: "xlsx" });

export const plainTableAnswer = {
  description: "The file",
  content: Object.fromEntries(Object.values(mediaTypes).map((type) => [type.split(";")[0], { schema: Type.String() }])),
};

export async function sendPlainTable(
  reply: FastifyReply,
  name: string,
  table: PlainTable,
  format: Format = "xlsx",
): Promise<FastifyReply> {
  reply.type(mediaTypes[format]);
  reply.header("Content-Disposition", `attachment; filename="${name}.${format}"`);
  reply.header("Cache-Control", "no-store");
  return reply.send((format === "csv" ? plainCsv(table) : await plainXlsx(table)) as unknown as string);
}
