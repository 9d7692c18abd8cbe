/** Settings of the OpenID Connect provider that people log in at. */
import { readFileSync } from "node:fs";
import type { OidcSettings } from "../accounts/oidc.ts";
import { roles } from "../accounts/roles.ts";
import { UsageError } from "./options.ts";

export const oidcEnvironment = [
  {
    name: "OIDC_ISSUER",
    description:
      "https address of an OpenID Connect provider that people may log in at; passwords alone when left out. No other host is asked",
  },
  { name: "OIDC_CLIENT_ID", description: "name of this service there" },
  {
    name: "OIDC_CLIENT_SECRET, OIDC_CLIENT_SECRET_FILE",
    description: "its secret there, or the file that holds it; none for a public client",
  },
  {
    name: "OIDC_PUBLIC_URL",
    description:
      "address that people open this service at; /api/session/oidc/callback there is registered at the provider",
  },
  { name: "OIDC_NAME", description: "what the login form calls the provider; its host when left out" },
  { name: "OIDC_SCOPE", description: "openid email profile when left out" },
  {
    name: "OIDC_ROLES",
    description:
      "group=role, with commas: people with such a group get an account and its roles. Left out: only those who have an account with their e-mail as its login",
  },
  { name: "OIDC_ROLE_CLAIM", description: "claim with the groups, such as realm_access.roles; groups when left out" },
  {
    name: "OIDC_CITIES_CLAIM",
    description: "claim with the ids of the cities where such people have their roles; all cities when left out",
  },
];

/** null where no provider is set. Throws UsageError. */
export function readOidc(environment: NodeJS.ProcessEnv = process.env): OidcSettings | null {
  if (!environment.OIDC_ISSUER) {
    const stray = Object.keys(environment).find((name) => name.startsWith("OIDC_") && environment[name]);
    if (stray) throw new UsageError(`${stray} is set and OIDC_ISSUER is not`, "serve");
    return null;
  }
  const needed = (name: string): string => {
    const text = environment[name];
    if (!text) throw new UsageError(`${name} is needed where OIDC_ISSUER is set`, "serve");
    return text;
  };
  const issuer = address("OIDC_ISSUER", environment.OIDC_ISSUER);
  return {
    issuer,
    clientId: needed("OIDC_CLIENT_ID"),
    clientSecret: readSecret(environment),
    publicUrl: address("OIDC_PUBLIC_URL", needed("OIDC_PUBLIC_URL")),
    name: environment.OIDC_NAME || issuer.host,
    scope: environment.OIDC_SCOPE || "openid email profile",
    roleClaim: environment.OIDC_ROLE_CLAIM || "groups",
    roles: readRoles(environment.OIDC_ROLES ?? ""),
    citiesClaim: environment.OIDC_CITIES_CLAIM || null,
  };
}

/** https, or http of this machine itself. */
function address(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (
    url &&
    !url.username &&
    !url.search &&
    !url.hash &&
    (url.protocol === "https:" || (url.protocol === "http:" && isLocal))
  )
    return url;
  throw new UsageError(
    `${name} should be an https address such as https://login.example.gov.cn, and is "${text}"`,
    "serve",
  );
}

function readSecret({ OIDC_CLIENT_SECRET: secret, OIDC_CLIENT_SECRET_FILE: file }: NodeJS.ProcessEnv): string | null {
  if (secret && file)
    throw new UsageError("OIDC_CLIENT_SECRET and OIDC_CLIENT_SECRET_FILE are both set; one is right", "serve");
  if (!file) return secret || null;
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new UsageError(`OIDC_CLIENT_SECRET_FILE cannot be read: ${(error as Error).message}`, "serve");
  }
  if (text === "") throw new UsageError(`OIDC_CLIENT_SECRET_FILE: ${file} is empty`, "serve");
  return text;
}

function readRoles(text: string): Map<string, string> {
  const parts = text.split(",").filter((part) => part.trim() !== "");
  return new Map(
    parts.map((part) => {
      const cut = part.lastIndexOf("=");
      const group = part.slice(0, cut).trim();
      const role = part.slice(cut + 1).trim();
      if (cut > 0 && group !== "" && roles.some((one) => one === role)) return [group, role];
      throw new UsageError(
        `OIDC_ROLES should be group=role with commas, where roles are ${roles.join(", ")}, and has "${part.trim()}"`,
        "serve",
      );
    }),
  );
}
