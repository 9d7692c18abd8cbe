/** A thread that draws districts: it is sent their numbers one by one and answers with their parts. */
import { parentPort, workerData } from "node:worker_threads";
import { districtParts } from "./parts.ts";

const { districts, form } = workerData as { districts: number; form: "pbf" | "xml" };

parentPort!.on("message", (index: number) => {
  const parts = districtParts(districts, index, form);
  // Nothing is transferred: small buffers share their memory with others.
  parentPort!.postMessage(parts);
});
