/** A part of the page that is fetched when it is first shown. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { ApiError } from "../api/request.ts";
import { Failure, Skeleton } from "./messages.tsx";

/** Shows a skeleton while `load` runs; where it fails, says so and offers to try again. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  const loaded = signal<ComponentType | null>(null);
  const failed = signal<unknown>(null);
  const start = async () => {
    failed.value = null;
    try {
      loaded.value = await load();
    } catch (error) {
      console.warn(error);
      failed.value = new ApiError("offline", 0, String(error));
    }
  };
  return function Lazy() {
    useEffect(() => {
      if (!loaded.peek()) void start();
    }, []);
    const Loaded = loaded.value;
    if (Loaded) return <Loaded />;
    return (
      <main class="plain">
        {failed.value ? <Failure error={failed.value} retry={() => void start()} /> : <Skeleton lines={4} />}
      </main>
    );
  };
}
