/** References of an OpenAPI document, resolved. */

/** A copy with each `#/…` reference replaced by what it names; what stands beside it holds. Shapes must not be cyclic. */
export function withoutReferences<T extends object>(document: T): T {
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (part === null || typeof part !== "object") return part;
    const { $ref, ...rest } = part as Record<string, unknown>;
    const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, visit(value)]));
    if (typeof $ref !== "string") return { ...own, ...($ref !== undefined && { $ref: visit($ref) }) };
    return { ...(visit(named($ref, document)) as object), ...own };
  };
  return visit(document) as T;
}

function named(reference: string, document: object): unknown {
  let part: unknown = document;
  for (const key of reference.replace(/^#\//, "").split("/"))
    part = (part as Record<string, unknown> | undefined)?.[key];
  if (part === undefined) throw new Error(`${reference} names nothing in the document`);
  return part;
}
