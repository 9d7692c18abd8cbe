import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's top folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where npm puts the executables of the dependencies, Node itself among them. */
export const executables = join(root, "node_modules", ".bin");
