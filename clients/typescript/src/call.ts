/** How an operation is asked, and the types of what goes in and comes back. */

export interface Call<Parameters, Body, Answer> {
  method: string;
  path: string;
  form: "json" | "text" | "bytes";
  /** For the compiler alone. */
  types?: { parameters: Parameters; body: Body; answer: Answer };
}

/** @param line method and path, such as `GET /api/cities/{city}` */
export function call<Parameters, Body, Answer>(
  line: string,
  form: "json" | "text" | "bytes" = "json",
): Call<Parameters, Body, Answer> {
  const [method, path] = line.split(" ");
  return { method, path, form };
}
