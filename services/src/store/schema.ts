import type { Generated } from "kysely";
import type { ImportKind } from "./import-records.ts";

/** Tables as `migrations/` makes them, for Kysely. Geometry goes in and out through SQL expressions. */
export interface Database {
  cities: {
    id: string;
    name_zh: string;
    name_en: string;
    west: number;
    south: number;
    east: number;
    north: number;
    fictional: boolean;
    osm_date: string | null;
    network_version: string | null;
    attribution: string;
    estimate: Generated<unknown>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  imports: {
    city: string;
    id: string;
    what: ImportKind;
    source: string;
    file_name: string;
    encoding: string | null;
    crs: string | null;
    rows_read: number;
    rows_accepted: number;
    rows_rejected: number;
    as_of: string | null;
    committed_at: Generated<Date | null>;
    created_at: Generated<Date>;
    state: Generated<"staged" | "committed" | "undone" | "discarded" | "broken">;
    actor: Generated<string>;
    undone_at: Generated<Date | null>;
    options: Generated<unknown>;
    report: Generated<unknown>;
  };
  claims: {
    city: string;
    source: string;
    category: string;
    as_of: string | null;
    area: Generated<string>;
  };
  artifacts: {
    city: string;
    kind: string;
    version: string;
    /** bigint: comes back as text from PostgreSQL. */
    bytes: number | string;
    parts: number;
    sha256: string;
    created_at: Generated<Date>;
  };
  artifact_parts: {
    city: string;
    kind: string;
    version: string;
    part: number;
    data: Uint8Array;
  };
}
