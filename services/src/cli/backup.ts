/** `backup` and `restore`: everything a store holds, in one file. */
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { pipeline } from "node:stream/promises";
import { BackupError, restoreBackup, verifyBackup, writeBackup } from "../backup/file.ts";
import type { BackupSummary } from "../backup/file.ts";
import { StoreLocked } from "../store/index.ts";
import type { Arguments, CommandSpec } from "./options.ts";
import { UsageError } from "./options.ts";
import { print } from "./output.ts";
import { Progress } from "./progress.ts";
import { storeEnvironment, withStore } from "./store.ts";

const keyVariable = "QUARTERHOUR_KEY";

export const backupCommand: CommandSpec = {
  positionals: [{ name: "FILE", description: "the file to write, such as 2026-06-01.qhb" }],
  options: [
    {
      name: "url",
      value: "URL",
      description: "ask the server there for it, such as http://127.0.0.1:8080: the embedded store while it is served",
    },
    { name: "overwrite", description: "write over a file that is there" },
  ],
  environment: [
    ...storeEnvironment,
    { name: keyVariable, description: "with --url: key of an administrator, from /api/keys" },
  ],
  details: [
    "Cities, outlets and their history, accounts, reports, surveys, projects, maps: everything, as it is at one moment.",
    "On PostgreSQL others go on working meanwhile. The file is read again before it gets its name. It holds password hashes",
    "and what residents wrote: keep it as safe as the store.",
  ].join("\n"),
  async run(args) {
    const file = args.positional("FILE");
    if (!args.flag("overwrite") && (await exists(file))) {
      throw new UsageError(`${file} is there already; --overwrite writes over it`, "backup");
    }
    const url = args.text("url");
    const progress = new Progress();
    const began = performance.now();
    const summary =
      url === undefined ? await ofStore(file, progress) : await ofServer(file, readUrl(args, url), progress);
    progress.done();
    const { size } = await stat(file);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    await print(`${file}: ${describe(summary)}, ${(size / 1e6).toFixed(1)} MB, ${seconds} s, verified\n`);
    return 0;
  },
};

export const restoreCommand: CommandSpec = {
  positionals: [{ name: "FILE", description: "a file that backup wrote, with this version or an older one" }],
  options: [{ name: "replace", description: "remove everything that the store holds first" }],
  environment: storeEnvironment,
  details: [
    "Whole or not at all. A backup of an older version is brought up to date. On PostgreSQL stop all servers first: those",
    "that run would go on from what they knew.",
  ].join("\n"),
  async run(args) {
    const file = args.positional("FILE");
    const progress = new Progress();
    const summary = await withStore(progress, (store) =>
      restoreBackup(store, file, {
        replace: args.flag("replace"),
        onProgress: (message) => progress.tell(message),
      }),
    );
    progress.done();
    await print(`Restored ${file} of ${summary.createdAt}: ${describe(summary)}, read again and the same\n`);
    return 0;
  },
};

function describe({ tables, rows }: BackupSummary): string {
  return `${rows} rows in ${tables.length} tables`;
}

async function ofStore(file: string, progress: Progress): Promise<BackupSummary> {
  try {
    return await withStore(progress, (store) => writeBackup(store, file, (message) => progress.tell(message)));
  } catch (error) {
    if (!(error instanceof StoreLocked)) throw error;
    throw new BackupError(
      `${error.message}\nWhile it is served, ask the server: ${keyVariable}=… quarterhour backup ${file} --url http://127.0.0.1:8080`,
    );
  }
}

function readUrl(args: Arguments, text: string): URL {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw args.wrong("url", `should be an address such as http://127.0.0.1:8080, and is "${text}"`);
  }
  return new URL("/api/backup", url);
}

async function ofServer(file: string, url: URL, progress: Progress): Promise<BackupSummary> {
  const key = process.env[keyVariable];
  if (!key)
    throw new UsageError(`${keyVariable} is not set: an administrator makes a key with POST /api/keys`, "backup");
  const unfinished = `${file}.part`;
  progress.tell("Waiting for the server");
  try {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` }, redirect: "error" });
    if (!answer.ok || answer.body === null) {
      const { detail } = (await answer.json().catch(() => ({}))) as { detail?: string };
      throw new BackupError(`The server answered ${answer.status}: ${detail ?? answer.statusText}`);
    }
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), createWriteStream(unfinished, { mode: 0o600 }));
    progress.tell("Reading the file again");
    const summary = await verifyBackup(unfinished);
    await rename(unfinished, file);
    return summary;
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof TypeError) {
      throw new BackupError(`The server at ${url.origin} does not answer: ${String(error.cause ?? error.message)}`);
    }
    throw error;
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
