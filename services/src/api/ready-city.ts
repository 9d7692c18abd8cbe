/** What the first question after a start would wait for, made before anybody asks. */
import { defaultSettings } from "@quarterhour/isochrones";
import type { FastifyInstance } from "fastify";
import { ringMinutes } from "../assessment/reach-table.ts";

/**
 * Has rings at a home worked out that nobody asked for, where the store has a single city: it is the one that will be asked
 * about, and a metropolis takes ten seconds until its first answer. Of many cities an instance holds only those it is asked
 * about. What goes wrong is told as of all work in advance; whoever asks waits for it then.
 */
export async function readyOnlyCity({
  store,
  cities,
  computePool,
}: Pick<FastifyInstance, "store" | "cities" | "computePool">): Promise<void> {
  try {
    const [city, ...others] = await store.listCities();
    if (city === undefined || others.length > 0 || city.networkVersion === null) return;
    const context = await cities.get(city.id);
    const [home] = await context.residences();
    if (home === undefined) return;
    await context.compute.isochrones({
      origin: home.location,
      minutes: [...ringMinutes],
      settings: defaultSettings,
      moment: null,
      claimed: [],
      dataDate: null,
    });
  } catch (error) {
    computePool.tellUnawaited(error as Error);
  }
}
