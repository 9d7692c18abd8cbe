/** The language in which the command line says what is wrong: `--lang`, else that of the shell, else English. */
import { UsageError } from "./options.ts";
import type { Language } from "../words/index.ts";

let language: Language = "en";

/** As `takeLanguage` found it. */
export const languageOfShell = (): Language => language;

/** Takes `--lang zh` or `--lang=en` out of the words. Throws UsageError for another language. */
export function takeLanguage(argv: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  language = /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "zh" : "en";
  const rest: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const [option, value = argv[i + 1]] = argv[i].split("=", 2);
    if (option !== "--lang") {
      rest.push(argv[i]);
      continue;
    }
    if (value !== "zh" && value !== "en") throw new UsageError("--lang should be zh or en");
    language = value;
    if (!argv[i].includes("=")) i++;
  }
  return rest;
}
