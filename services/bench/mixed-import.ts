/** A table of outlets that comes in and is taken back, over and over, with a look at what each left. */
import { setTimeout } from "node:timers/promises";
import { Client } from "./mixed-client.ts";

const ROWS = 300;
const LOOK_MILLISECONDS = 300;

interface JobView {
  state: string;
  error: string | null;
}

export class Importer {
  readonly client: Client;
  readonly #base: string;
  readonly #city: string;
  readonly #center: readonly [number, number];
  committed = 0;
  undone = 0;
  readonly wrong: string[] = [];

  constructor(base: string, city: string, center: readonly [number, number], headers: Record<string, string>) {
    this.client = new Client(headers);
    this.#base = base;
    this.#city = city;
    this.#center = center;
  }

  async round(number: number): Promise<void> {
    const path = `/api/cities/${this.#city}/imports`;
    const name = `导入${number}号`;
    const [lng, lat] = this.#center;
    const rows = Array.from(
      { length: ROWS },
      (_, i) =>
        `${number}-${i},${name}${i}店,洗衣店,${(lng + (i % 20) * 5e-4).toFixed(6)},${(lat + Math.floor(i / 20) * 5e-4).toFixed(6)}`,
    );
    const form = new FormData();
    form.set("what", "outlets");
    form.set("source", "混合");
    form.set("crs", "wgs84");
    form.set("file", new Blob([["编号,网点名称,业态,经度,纬度", ...rows].join("\n")]), "outlets.csv");
    const staged = await this.client.ask(this.#base, path, [202], { method: "POST", form });
    const { job, import: record } = staged.json<{ job: { id: string }; import: { id: string } }>();
    await this.#ended(job.id);
    await this.#ended(await this.#start(`${path}/${record.id}/commit`));
    this.committed++;
    await this.#holds(`${name}0店`, 1, "committed");
    await this.#ended(await this.#start(`${path}/${record.id}/undo`));
    this.undone++;
    await this.#holds(`${name}0店`, 0, "undone");
  }

  async #start(path: string): Promise<string> {
    const answer = await this.client.ask(this.#base, path, [202], { method: "POST", body: {} });
    return answer.json<{ job: { id: string } }>().job.id;
  }

  async #ended(id: string): Promise<void> {
    for (;;) {
      const { state, error } = (await this.client.ask(this.#base, `/api/jobs/${id}`, [200])).json<JobView>();
      if (state === "done") return;
      if (state !== "queued" && state !== "running") throw new Error(`job ${id} ${state}: ${error}`);
      await setTimeout(LOOK_MILLISECONDS);
    }
  }

  async #holds(name: string, count: number, when: string): Promise<void> {
    const path = `/api/cities/${this.#city}/outlets?q=${encodeURIComponent(name)}`;
    const { items } = (await this.client.ask(this.#base, path, [200])).json<{ items: { name: string }[] }>();
    const found = items.filter((item) => item.name === name).length;
    if (found !== count) this.wrong.push(`${name}, ${when}: ${found} found in place of ${count}`);
  }
}
