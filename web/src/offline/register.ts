/** Whether the build has one; while developing there is none. */
declare const HAS_SERVICE_WORKER: boolean;

/** Starts the service worker once the page is there: it must not take the line from the first map. */
export function keepForOffline(): void {
  // In another site's frame there is nothing to come back to.
  if (location.pathname.startsWith("/embed")) return;
  if (!HAS_SERVICE_WORKER || !("serviceWorker" in navigator)) return;
  const start = () => {
    setTimeout(() => {
      // Without it the pages work as they did, with network.
      navigator.serviceWorker.register("/sw.js").catch((error: unknown) => console.warn(error));
    }, 3000);
  };
  if (document.readyState === "complete") start();
  else addEventListener("load", start, { once: true });
}
