import { once } from "node:events";
import { expect, it } from "vitest";
import { startThread } from "../../src/worker/slot.ts";

it("a thread for chunks has little room for newest objects, so that the arrays of former chunks are soon freed", async () => {
  const thread = startThread();
  try {
    await once(thread, "online");
    // as V8 has it, which takes whole pages
    expect(thread.resourceLimits!.maxYoungGenerationSizeMb).toBeLessThanOrEqual(24);
  } finally {
    await thread.terminate();
  }
});
