/**
 * What the first visit fetched before there was a service worker is fetched once more, mostly out of the browser's own
 * cache, so that a page opened once can be opened again without network.
 */
import { effect } from "@preact/signals";
import { mapView } from "../ui/map-stage.tsx";
import { whenKept } from "./ready.ts";

/** Of what the page itself asked: what every page begins with, and lists of outlets. Not the worker's own rules: sharing them would split it in two files. */
const worthKeeping = /^\/api\/(?:categories|cities|cities\/[^/]+\/outlets)$/;

export async function keepFirstVisit(): Promise<void> {
  if (!("serviceWorker" in navigator) || navigator.serviceWorker.controller) return;
  await whenKept();
  const readings = performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((url) => url.startsWith(location.origin) && worthKeeping.test(new URL(url).pathname));
  fetchAll(new Set(readings));
  const dispose = effect(() => {
    const view = mapView.value;
    if (!view) return;
    // What the map's worker fetched is not in the page's own list.
    const keep = () => fetchAll(new Set([...view.tileAddresses(), ...view.tileSets()]));
    if (view.map.loaded()) keep();
    else view.map.once("idle", keep);
    queueMicrotask(() => dispose());
  });
}

function fetchAll(addresses: ReadonlySet<string>): void {
  // One that fails is one that is not kept.
  for (const address of addresses) fetch(address).catch(() => undefined);
}
