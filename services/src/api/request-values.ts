/** Texts of addresses and headers as the numbers and truths that a schema asks for, and nothing that has to be guessed. */
import type { FastifySchemaCompiler } from "fastify";
import type { TSchema } from "typebox";
import { TypeBoxValidatorCompiler } from "@fastify/type-provider-typebox";

interface Asked {
  type?: string;
  anyOf?: Asked[];
  properties?: Record<string, Asked>;
}

const written: Record<string, { form: RegExp; read: (text: string) => unknown }> = {
  integer: { form: /^-?\d{1,15}$/, read: Number },
  number: { form: /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i, read: Number },
  boolean: { form: /^(true|false)$/, read: (text) => text === "true" },
};

/** `1.5` is no integer, `yes` no boolean, and an empty text no number: such a text stays, and the check refuses it. */
function readText({ type = "", anyOf = [] }: Asked, text: unknown): unknown {
  if (typeof text !== "string") return text;
  for (const kind of [type, ...anyOf.map((one) => one.type ?? "")]) {
    if (kind === "string") return text;
    const way = Object.hasOwn(written, kind) ? written[kind] : undefined;
    if (way?.form.test(text)) return way.read(text);
  }
  return text;
}

/** Checks a body as it is, and what comes as text after it was read. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = (route) => {
  // The library would convert what is not a body in its own, more generous way.
  const check = (TypeBoxValidatorCompiler as FastifySchemaCompiler<TSchema>)({ ...route, httpPart: "body" });
  if (route.httpPart === "body") return check;
  const { properties = {} } = route.schema as Asked;
  return (values: Record<string, unknown>) =>
    check(
      Object.fromEntries(
        Object.entries(values).map(([name, text]) => [
          name,
          Object.hasOwn(properties, name) ? readText(properties[name], text) : text,
        ]),
      ),
    );
};
