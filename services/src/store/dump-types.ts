/** All that a store holds, table by table, as text that any store of the same schema takes in. */

/** A migration that a database has. */
export interface SchemaVersion {
  version: number;
  name: string;
}

/** The schema comes first; then each table, its rows, and its end. */
export type DumpPiece =
  | { kind: "schema"; versions: SchemaVersion[] }
  | { kind: "table"; name: string; columns: string[] }
  /** Each a JSON array of texts (as PostgreSQL writes the value) and nulls, in the order of the columns. */
  | { kind: "rows"; lines: string[] }
  | { kind: "end" };

export interface DumpStore {
  /** Hands over all tables as they are at one moment; writers go on meanwhile where the store allows for it. */
  dump(take: (piece: DumpPiece) => Promise<void>): Promise<void>;
  /**
   * Takes a dump in, in one transaction: the schema as it was, the rows, which are read again and compared, then the
   * migrations that came since. Throws StoreConflict where the store holds anything and `replace` is not said,
   * SchemaTooNew for a dump of a newer program, StoreCorrupt where what was written is not what was read.
   */
  restore(
    pieces: AsyncIterable<DumpPiece>,
    options: { replace: boolean; onProgress?: (message: string) => void },
  ): Promise<void>;
}
