/** Puts shops in the order of use: within the ring the open ones, then those without known hours, then the shut; then the far. */
import type { Outlet } from "../api/types.ts";

const repairRingSeconds = 15 * 60;

export interface Arranged {
  open: Outlet[];
  unknown: Outlet[];
  shut: Outlet[];
  beyond: Outlet[];
}

type Shop = Pick<Outlet, "openNow" | "walkSeconds">;

function nearestFirst(a: Shop, b: Shop): number {
  return (a.walkSeconds ?? Infinity) - (b.walkSeconds ?? Infinity);
}

export function arrange(shops: readonly Outlet[]): Arranged {
  const reached = shops
    .filter(({ walkSeconds, status }) => typeof walkSeconds === "number" && status === "open")
    .toSorted(nearestFirst);
  const near = reached.filter(({ walkSeconds }) => walkSeconds! <= repairRingSeconds);
  return {
    open: near.filter(({ openNow }) => openNow === true),
    unknown: near.filter(({ openNow }) => openNow === null),
    shut: near.filter(({ openNow }) => openNow === false),
    beyond: reached.filter(({ walkSeconds }) => walkSeconds! > repairRingSeconds),
  };
}

/** In the order of the list, so that numbers on the map and in the list agree. */
export function inListOrder(groups: Arranged): Outlet[] {
  return [...groups.open, ...groups.unknown, ...groups.shut, ...groups.beyond];
}
