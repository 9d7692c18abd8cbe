/**
 * The small-repair map without network. While there is one, the shops of the whole city and the walks from the place
 * looked at are fetched into what the device keeps; without one, the answer is made of these, as far as they go.
 */
import type { RepairKindId } from "@quarterhour/data";
import { findOutlets } from "../api/client.ts";
import { ApiError } from "../api/request.ts";
import type { Outlet, OutletPage, Position } from "../api/types.ts";
import { whenKept } from "../offline/ready.ts";

/** `beeline`: nobody knows the walk; the distance is as the crow flies. */
export interface KeptPage extends OutletPage {
  beeline?: boolean;
}

const pageSize = 1000;
const pagesAtMost = 5;
const nearestAtMost = 60;

/** Every repair shop of the city, page by page. */
async function allShops(city: string, signal?: AbortSignal): Promise<Outlet[]> {
  const shops: Outlet[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const answer = await findOutlets(city, { categories: ["small-repair"], limit: pageSize, cursor }, signal);
    shops.push(...answer.items);
    if (!answer.nextCursor) break;
    cursor = answer.nextCursor;
  }
  return shops;
}

const walksFrom = (city: string, near: Position, minutes: number, signal?: AbortSignal) =>
  findOutlets(city, { categories: ["small-repair"], near, minutes, limit: pageSize }, signal);

/** Fetches what a place needs without network. Nobody waits for it, and where it fails nothing is lost. */
export async function keepPlace(city: string, near: Position | null, minutes: number): Promise<void> {
  await whenKept();
  try {
    await allShops(city);
    if (near) await walksFrom(city, near, minutes);
  } catch {
    // The next place tries again.
  }
}

const metersPerDegree = 111_195;

function beelineMeters([lng, lat]: Position, to: Position): number {
  const x = (to[0] - lng) * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(x, to[1] - lat) * metersPerDegree;
}

/**
 * Shops of a kind near a place: from the server; without it by the walks kept for this place; without these by distance.
 * @throws ApiError where not even the city's shops are kept
 */
export async function shopsNear(
  city: string,
  kind: RepairKindId,
  near: Position,
  minutes: number,
  signal: AbortSignal,
): Promise<KeptPage> {
  const isOfKind = ({ services }: Outlet) => services.some((one) => one.kind === kind);
  try {
    return await findOutlets(city, { kind, near, minutes, limit: nearestAtMost }, signal);
  } catch (error) {
    if (!(error instanceof ApiError) || (error.kind !== "offline" && error.kind !== "server")) throw error;
    try {
      const walks = await walksFrom(city, near, minutes, signal);
      return { ...walks, items: walks.items.filter(isOfKind).slice(0, nearestAtMost) };
    } catch {
      const shops = await allShops(city, signal).catch(() => {
        throw error;
      });
      const items = shops
        .filter((shop) => isOfKind(shop) && shop.status === "open")
        .map((shop) => ({ ...shop, walkSeconds: null, walkMeters: beelineMeters(near, shop.location) }))
        .sort((a, b) => a.walkMeters - b.walkMeters)
        .slice(0, nearestAtMost);
      return { items, nextCursor: null, beeline: true };
    }
  }
}
