import { blockingNodeBarriers, gateNodes } from "./rules.ts";
import { footAccess } from "./ways.ts";

type Tags = Record<string, string>;

/** What a node on a way means to a walker. */
export interface NodeClass {
  /** `free`: walk through; `private`: out of home and into the destination only; `closed`: nobody. */
  passage: "free" | "private" | "closed";
  signals: boolean;
  crossing: boolean;
  gate: boolean;
  elevator: boolean;
}

/** The walker's view of a tagged node, or null where it means nothing to walking. */
export function classifyNode(tags: Tags): NodeClass | null {
  const barrier = tags.barrier;
  let passage: NodeClass["passage"] = "free";
  if (barrier !== undefined || tags.foot !== undefined || tags.access !== undefined) {
    const access = footAccess(tags);
    // an entrance with access=private says who may enter the building, not who may pass on the street
    const relevant = barrier !== undefined || tags.foot !== undefined || tags.highway !== undefined;
    if (access === "forbidden" && relevant) passage = "closed";
    else if (access === "private" && relevant) passage = "private";
    else if (access === null && barrier !== undefined && blockingNodeBarriers.has(barrier) && tags.bollard !== "rising")
      passage = "closed";
  }
  const signals = tags.highway === "traffic_signals";
  const crossing = tags.highway === "crossing";
  const gate = barrier !== undefined && gateNodes.has(barrier);
  const elevator = tags.highway === "elevator";
  if (passage === "free" && !signals && !crossing && !gate && !elevator) return null;
  return { passage, signals, crossing, gate, elevator };
}
