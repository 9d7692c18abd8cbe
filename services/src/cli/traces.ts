/** Settings of the collector that traces go to, by the names that OpenTelemetry gives them. */
import type { TraceOptions } from "../api/tracing.ts";
import { UsageError } from "./options.ts";

export const traceEnvironment = [
  {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    description: "collector that traces go to by OTLP over HTTP, such as http://127.0.0.1:4318; none when left out",
  },
  { name: "OTEL_EXPORTER_OTLP_HEADERS", description: "sent along: name=value, with commas" },
  { name: "OTEL_SERVICE_NAME", description: "what the service is called there; quarterhour when left out" },
];

/** null where none is set. Throws UsageError. */
export function readTraces(environment: NodeJS.ProcessEnv = process.env): TraceOptions | null {
  const text = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!text) return null;
  const endpoint = URL.canParse(text) ? new URL(text) : null;
  if (endpoint === null || !["http:", "https:"].includes(endpoint.protocol))
    throw new UsageError(
      `OTEL_EXPORTER_OTLP_ENDPOINT should be an address such as http://127.0.0.1:4318, and is "${text}"`,
      "serve",
    );
  return {
    endpoint,
    serviceName: environment.OTEL_SERVICE_NAME || "quarterhour",
    headers: readHeaders(environment.OTEL_EXPORTER_OTLP_HEADERS ?? ""),
  };
}

function readHeaders(text: string): Record<string, string> {
  const parts = text.split(",").filter((part) => part.trim() !== "");
  return Object.fromEntries(
    parts.map((part) => {
      const [, name, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
      // Not shown: what is wrong may be a secret.
      if (name === undefined)
        throw new UsageError("OTEL_EXPORTER_OTLP_HEADERS should be name=value, with commas between several", "serve");
      return [name, decodeURIComponent(value)];
    }),
  );
}
