/** Networks as workers need them: from the store once, then from this machine's disk, the latest few in memory. */
import { NetworkFileError, openWalkNetwork } from "@quarterhour/isochrones";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../store/index.ts";

const IN_MEMORY = 3;
/** The longest unused give way. */
const MOST_DISK_BYTES = 10e9;
const ENDING = ".network";

export class NetworkCache {
  readonly #store: Store;
  readonly #folder: string;
  /** By version, the least recently used first; in shared memory. */
  readonly #loaded = new Map<string, Promise<Uint8Array>>();

  /** @param folder several workers of one machine may share it */
  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = folder;
  }

  /** Versions that are in memory. */
  loaded(): string[] {
    return [...this.#loaded.keys()];
  }

  /** The file of a network whose content has this hash. Throws an Error where the store does not have it. */
  get(city: string, version: string): Promise<Uint8Array> {
    let network = this.#loaded.get(version);
    this.#loaded.delete(version);
    if (!network) {
      network = this.#load(city, version);
      network.catch(() => this.#loaded.delete(version));
    }
    this.#loaded.set(version, network);
    for (const oldest of this.#loaded.keys()) {
      if (this.#loaded.size <= IN_MEMORY) break;
      this.#loaded.delete(oldest);
    }
    return network;
  }

  async #load(city: string, version: string): Promise<Uint8Array> {
    if (!/^[\w-]+$/.test(version)) throw new Error(`"${version}" is no version of a network`);
    const file = join(this.#folder, version + ENDING);
    const kept = await readFile(file).catch(() => null);
    if (kept) {
      const known = checked(kept, version);
      if (known) {
        const now = new Date();
        await utimes(file, now, now).catch(() => {});
        return known;
      }
    }
    const bytes = await this.#store.getArtifact({ city, kind: "network", version });
    if (!bytes) throw new Error(`the network ${version} of ${city} is not in the store`);
    const network = checked(bytes, version);
    if (!network) throw new Error(`the network ${version} of ${city} in the store is another or damaged`);
    await this.#keep(file, bytes);
    return network;
  }

  /** A full disk, or one that may not be written, only costs fetching the network again. */
  async #keep(file: string, bytes: Uint8Array): Promise<void> {
    const aside = `${file}.${process.pid}`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(aside, bytes);
      await rename(aside, file);
      await this.#tidy(file);
    } catch {
      await rm(aside, { force: true }).catch(() => {});
    }
  }

  async #tidy(newest: string): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(ENDING));
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(join(this.#folder, name));
        return { path: join(this.#folder, name), size, mtimeMs };
      }),
    );
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (bytes <= MOST_DISK_BYTES) return;
      if (path === newest) continue;
      await rm(path, { force: true });
      bytes -= size;
    }
  }
}

/** In shared memory; null where it is not the network of this version, whole and unchanged. */
function checked(bytes: Uint8Array, version: string): Uint8Array | null {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  try {
    return openWalkNetwork(shared).version === version ? shared : null;
  } catch (error) {
    if (error instanceof NetworkFileError) return null;
    throw error;
  }
}
