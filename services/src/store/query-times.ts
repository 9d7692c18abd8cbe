/** How long statements take, told on a channel to whoever in this process wants to know. Never with their values. */
import { channel } from "node:diagnostics_channel";
import type { LogEvent } from "kysely";

export interface QueryTime {
  /** With placeholders in the place of values. */
  sql: string;
  milliseconds: number;
  failed: boolean;
}

export const queryTimes = channel("quarterhour:query");

/** For Kysely's `log`. */
export function tellQueryTime({ level, query, queryDurationMillis }: LogEvent): void {
  if (!queryTimes.hasSubscribers) return;
  const time: QueryTime = { sql: query.sql, milliseconds: queryDurationMillis, failed: level === "error" };
  queryTimes.publish(time);
}
