/**
 * Somebody who edits outlets: a shop opens at the door of a home that lacks its kind, gets another name, and half of the
 * time goes again. After each acknowledged write every view of it must show it at once on the instance that was told, and
 * a moment later on the other one. What was acknowledged last is read back in the end.
 */
import { randomOf } from "./server.ts";
import { Client } from "./mixed-client.ts";
import { setTimeout } from "node:timers/promises";

/** Kinds that the import of this run leaves alone, so that counts change by edits only. */
const CATEGORIES = ["pharmacy", "florist", "food-market", "bookstore"];
/** `cities.get` looks at the database again after 0.2 s. */
const OTHER_INSTANCE_MILLISECONDS = 400;
const ZOOM = 16;

interface Home {
  id: string;
  location: [number, number];
}

interface View {
  covered: number;
  within: number;
  etag: string | null;
}

export class Steward {
  readonly client: Client;
  readonly #city: string;
  readonly #bases: readonly string[];
  readonly #random = randomOf(17);
  /** By id: what it must be called in the end; null where it was taken away. */
  readonly #expected = new Map<string, string | null>();
  writes = 0;
  checks = 0;
  readonly stale: string[] = [];
  readonly #categories: readonly string[];

  /** @param bases the instances; writes go to the first */
  constructor(bases: readonly string[], city: string, headers: Record<string, string>, categories = CATEGORIES) {
    this.#bases = bases;
    this.#city = city;
    this.client = new Client(headers);
    this.#categories = categories;
  }

  async round(number: number): Promise<void> {
    const [told] = this.#bases;
    const category = this.#categories[number % this.#categories.length];
    const home = await this.#homeWithout(category);
    if (home === null) return;
    const before = await Promise.all(this.#bases.map((base) => this.#view(base, category, home)));
    const name = `混合${number}号甲`;
    const added = await this.client.ask(told, `${this.#path}/outlets`, [201], {
      method: "POST",
      body: { name, services: [{ category, kind: null }], location: home.location },
    });
    const { id } = added.json<{ id: string }>();
    this.#note(id, name);
    await this.#onEach(async (base, i) => {
      const where = `outlet ${id} added at ${home.id}, instance ${i}`;
      await this.#shown(base, id, name, home, where);
      const now = await this.#view(base, category, home);
      this.#hold(now.covered > before[i].covered, `${where}: coverage still says ${now.covered} households`);
      this.#hold(
        now.within === before[i].within + 1,
        `${where}: ${now.within} within 5 minutes, ${before[i].within} before`,
      );
      this.#hold(now.etag !== before[i].etag, `${where}: the tile has the ETag from before`);
      this.#hold((await this.#nearest(base, category, home)) === id, `${where}: the home has another nearest`);
    });
    const renamed = `混合${number}号乙`;
    await this.client.ask(told, `${this.#path}/outlets/${id}`, [200], { method: "PATCH", body: { name: renamed } });
    this.#note(id, renamed);
    await this.#onEach((base, i) => this.#shown(base, id, renamed, home, `outlet ${id} renamed, instance ${i}`));
    if (number % 2 === 0) return;
    await this.client.ask(told, `${this.#path}/outlets/${id}`, [204], { method: "DELETE" });
    this.#note(id, null);
    await this.#onEach(async (base, i) => {
      const where = `outlet ${id} removed, instance ${i}`;
      await this.#shown(base, id, null, home, where);
      const now = await this.#view(base, category, home);
      this.#hold(now.covered === before[i].covered, `${where}: ${now.covered} households, ${before[i].covered} before`);
      this.#hold(now.within === before[i].within, `${where}: ${now.within} within 5 minutes`);
    });
  }

  /** How many of the acknowledged writes are not there any more, on any instance. */
  async lost(): Promise<string[]> {
    const lost: string[] = [];
    for (const [id, name] of this.#expected) {
      for (const base of this.#bases) {
        const found = await this.#nameOf(base, id);
        if (found !== name) lost.push(`${id} should be ${name ?? "gone"}, and is ${found ?? "gone"}`);
      }
    }
    return lost;
  }

  get #path(): string {
    return `/api/cities/${this.#city}`;
  }

  #note(id: string, name: string | null): void {
    this.writes++;
    this.#expected.set(id, name);
  }

  #hold(isSo: boolean, otherwise: string): void {
    this.checks++;
    if (!isSo) this.stale.push(otherwise);
  }

  async #onEach(look: (base: string, index: number) => Promise<void>): Promise<void> {
    const [told, ...others] = this.#bases;
    await look(told, 0);
    if (others.length === 0) return;
    await setTimeout(OTHER_INSTANCE_MILLISECONDS);
    for (const [i, base] of others.entries()) await look(base, i + 1);
  }

  async #homeWithout(category: string): Promise<Home | null> {
    const answer = await this.client.ask(
      this.#bases[0],
      `${this.#path}/gaps?category=${category}&state=gap,unknown`,
      [200],
    );
    const homes = answer
      .json<{
        features: { geometry: { type: string; coordinates: never }; properties: { id: string; state: string } }[];
      }>()
      .features.filter(({ geometry, properties }) => geometry.type === "Point" && properties.state !== "reached");
    if (homes.length === 0) return null;
    const { geometry, properties } = homes[Math.floor(this.#random() * homes.length)];
    return { id: properties.id, location: geometry.coordinates };
  }

  async #nameOf(base: string, id: string): Promise<string | null> {
    const answer = await this.client.ask(base, `${this.#path}/outlets/${id}`, [200, 404]);
    return answer.status === 404 ? null : answer.json<{ name: string }>().name;
  }

  /** The record, the list of what is near, and the map's tile say what the outlet is called now; null: none of them has it. */
  async #shown(base: string, id: string, name: string | null, home: Home, where: string): Promise<void> {
    const found = await this.#nameOf(base, id);
    this.#hold(found === name, `${where}: the record says ${found}`);
    const near = await this.client.ask(
      base,
      `${this.#path}/outlets?near=${home.location.join()}&minutes=2&limit=1000`,
      [200],
    );
    const inList = near.json<{ items: { id: string; name: string }[] }>().items.find((item) => item.id === id)?.name;
    this.#hold((inList ?? null) === name, `${where}: the list of what is near says ${inList}`);
    const { text } = await this.client.ask(base, this.#tile(home), [200, 204]);
    const number = /混合\d+号/.exec(name ?? "")?.[0];
    const named = number === undefined ? null : (new RegExp(`${number}[甲乙]`).exec(text)?.[0] ?? null);
    this.#hold(named === name, `${where}: the tile says ${named}`);
  }

  async #view(base: string, category: string, home: Home): Promise<View> {
    const coverage = await this.client.ask(base, `${this.#path}/coverage?category=${category}`, [200]);
    const [row] = coverage.json<{ items: { categories: { covered: number }[] }[] }>().items;
    const rings = await this.client.ask(base, `${this.#path}/isochrones`, [200], {
      method: "POST",
      body: { origin: home.location, minutes: [5] },
    });
    const { outlets } = rings.json<{ outlets: Record<string, Record<string, number>> }>();
    const tile = await this.client.ask(base, this.#tile(home), [200, 204]);
    return { covered: row.categories[0].covered, within: outlets["5"]?.[category] ?? 0, etag: tile.etag };
  }

  async #nearest(base: string, category: string, home: Home): Promise<string | null> {
    const answer = await this.client.ask(base, `${this.#path}/residences/${home.id}`, [200]);
    const { categories } = answer.json<{ categories: { category: string; nearestOutlet: { id: string } | null }[] }>();
    return categories.find((row) => row.category === category)?.nearestOutlet?.id ?? null;
  }

  #tile({ location: [lng, lat] }: Home): string {
    const sine = Math.sin((lat * Math.PI) / 180);
    const x = Math.floor((lng / 360 + 0.5) * 2 ** ZOOM);
    const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** ZOOM);
    return `/tiles/${this.#city}/outlets/${ZOOM}/${x}/${y}.mvt`;
  }
}
