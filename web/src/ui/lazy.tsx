/** A part of the page that is fetched when it is first shown. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { bringCode, bringCodeAgain } from "../state/code.ts";
import { Failure, Skeleton } from "./messages.tsx";

/**
 * Shows a skeleton while `load` runs; where it fails, says so and offers to try again.
 * @param options inline: it is a part of a page that is there, not the page
 */
export function lazy<Props extends object = object>(
  load: () => Promise<ComponentType<Props>>,
  { inline = false }: { inline?: boolean } = {},
): ComponentType<Props> {
  const loaded = signal<ComponentType<Props> | null>(null);
  const failed = signal<unknown>(null);
  const start = async (bring: typeof bringCode) => {
    failed.value = null;
    try {
      loaded.value = await bring(load);
    } catch (error) {
      failed.value = error;
    }
  };
  return function Lazy(props: Props) {
    useEffect(() => {
      if (!loaded.peek()) void start(bringCode);
    }, []);
    const Loaded = loaded.value;
    if (Loaded) return <Loaded {...props} />;
    const waiting = failed.value ? (
      <Failure error={failed.value} retry={() => void start(bringCodeAgain)} />
    ) : (
      <Skeleton lines={inline ? 2 : 4} />
    );
    return inline ? <div class="lazy">{waiting}</div> : <main class="plain">{waiting}</main>;
  };
}
