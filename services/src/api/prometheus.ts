/**
 * What is used of the Prometheus client, without its front door: that loads figures of the process which nobody asks for
 * here, and with them OpenTelemetry, at every start.
 */
import { createRequire } from "node:module";
import type * as client from "@prometheus-io/client";

const load = createRequire(import.meta.url);

export const Counter = load("@prometheus-io/client/lib/counter") as typeof client.Counter;
export const Gauge = load("@prometheus-io/client/lib/gauge") as typeof client.Gauge;
export const Histogram = load("@prometheus-io/client/lib/histogram") as typeof client.Histogram;
export const Registry = load("@prometheus-io/client/lib/registry") as typeof client.Registry;
