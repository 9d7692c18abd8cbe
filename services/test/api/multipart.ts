/** Forms with files, as browsers send them. */
import type { InjectOptions } from "fastify";

export type Part = [name: string, value: string] | [name: string, fileName: string, content: string | Buffer];

export function form(parts: Part[], boundary = "----parts"): Pick<InjectOptions, "payload"> & { type: string } {
  const chunks = parts.flatMap(([name, value, content]) => {
    const file = content === undefined ? "" : `; filename="${value}"`;
    const type = content === undefined ? "" : "Content-Type: application/octet-stream\r\n";
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${type}\r\n`;
    return [Buffer.from(head), Buffer.from(content ?? value), Buffer.from("\r\n")];
  });
  const payload = Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  return { payload, type: `multipart/form-data; boundary=${boundary}` };
}
