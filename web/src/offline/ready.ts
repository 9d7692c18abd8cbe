/** Whether what is fetched from now on is kept for later. */

/** Resolves once the service worker stands between page and server; never where there is none. */
export function whenKept(): Promise<void> {
  return new Promise((resolve) => {
    if (!("serviceWorker" in navigator)) return;
    if (navigator.serviceWorker.controller) resolve();
    else navigator.serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true });
  });
}
