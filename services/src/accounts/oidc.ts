/** Logging in at an OpenID Connect provider: authorization code with PKCE, and whom its answer speaks of. */
import type { Configuration, IDToken } from "openid-client";

export interface OidcSettings {
  /** As the provider calls itself. The server asks nobody but this origin. */
  issuer: URL;
  clientId: string;
  /** null: a public client, which has PKCE alone. */
  clientSecret: string | null;
  /** Where people open this service; the provider sends them back to `/api/session/oidc/callback` there. */
  publicUrl: URL;
  /** What the button says after "sign in with". */
  name: string;
  scope: string;
  /** Claim that names groups, a path with dots; read only where `roles` has any. */
  roleClaim: string;
  /** Value of that claim → role here. Empty: only people who have an account with their e-mail as login come in. */
  roles: ReadonlyMap<string, string>;
  /** Claim with the ids of cities; null: in all. */
  citiesClaim: string | null;
}

/** Why somebody did not come in; the page has words for each. */
export type OidcRefusal =
  | "cancelled"
  | "expired"
  | "refused"
  | "unavailable"
  | "unknown-person"
  | "no-role"
  | "no-city"
  | "disabled"
  | "login-taken";

export class OidcError extends Error {
  override name = "OidcError";
  readonly reason: OidcRefusal;
  constructor(reason: OidcRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** What the browser keeps between leaving for the provider and coming back. */
export interface OidcAttempt {
  verifier: string;
  state: string;
  nonce: string;
  /** Page to go to afterwards. */
  next: string;
}

const TIMEOUT_MILLISECONDS = 10_000;
const CLOCK_TOLERANCE_SECONDS = 30;
export const CALLBACK_PATH = "/api/session/oidc/callback";

/** The library is loaded, and the provider asked for its metadata, with the first login. */
export class OidcProvider {
  readonly settings: OidcSettings;
  #configuration: Promise<Configuration> | null = null;

  constructor(settings: OidcSettings) {
    this.settings = settings;
  }

  get #redirectUri(): string {
    return new URL(CALLBACK_PATH, this.settings.publicUrl).href;
  }

  /** Where to send the browser, and what it has to bring back. Throws OidcError. */
  async begin(next: string): Promise<{ url: URL; attempt: OidcAttempt }> {
    const client = await import("openid-client");
    const configuration = await this.#discovered();
    const verifier = client.randomPKCECodeVerifier();
    const attempt = { verifier, state: client.randomState(), nonce: client.randomNonce(), next };
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: this.settings.scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state: attempt.state,
      nonce: attempt.nonce,
    });
    return { url, attempt };
  }

  /**
   * What the provider says of who came back. The ID token's signature, issuer, audience, nonce and times are checked.
   * @param query the query string that the browser brought back, with its `?`
   * Throws OidcError.
   */
  async finish(query: string, { verifier, state, nonce }: OidcAttempt): Promise<IDToken> {
    const client = await import("openid-client");
    const configuration = await this.#discovered();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, new URL(query, this.#redirectUri), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      return tokens.claims()!;
    } catch (error) {
      if (error instanceof client.AuthorizationResponseError && error.error === "access_denied")
        throw new OidcError("cancelled", "The login was called off at the provider.", { cause: error });
      throw asOidcError(error);
    }
  }

  #discovered(): Promise<Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      // The next login asks again.
      this.#configuration = null;
      throw asOidcError(error);
    });
    return this.#configuration;
  }

  async #discover(): Promise<Configuration> {
    const client = await import("openid-client");
    const { issuer, clientId, clientSecret } = this.settings;
    const metadata = { redirect_uris: [this.#redirectUri], [client.clockTolerance]: CLOCK_TOLERANCE_SECONDS };
    const authentication = clientSecret === null ? client.None() : client.ClientSecretBasic(clientSecret);
    return client.discovery(issuer, clientId, metadata, authentication, {
      [client.customFetch]: (url, init) => askIssuer(issuer, url, init),
      timeout: TIMEOUT_MILLISECONDS / 1000,
      execute: [
        // A token that came over TLS need not be signed by the standard; here it is checked all the same.
        client.enableNonRepudiationChecks,
        ...(issuer.protocol === "http:" ? [client.allowInsecureRequests] : []),
      ],
    });
  }
}

/** The only way out of here: nothing but the issuer's origin is asked, and no redirect followed. */
async function askIssuer(issuer: URL, url: string, init: object): Promise<Response> {
  if (new URL(url).origin !== issuer.origin)
    throw new OidcError(
      "unavailable",
      `the provider names ${url}, which is not at the issuer's origin ${issuer.origin}`,
    );
  return fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS), ...init, redirect: "manual" });
}

function asOidcError(error: unknown): OidcError {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof OidcError) return cause;
    // What fetch throws where nobody answers, and what is thrown in time.
    if (cause.name === "TimeoutError" || (cause instanceof TypeError && cause.message === "fetch failed"))
      return new OidcError("unavailable", `The provider does not answer: ${cause.message}`, { cause: error });
  }
  return new OidcError("refused", `The provider's answer does not hold: ${String((error as Error).message)}`, {
    cause: error,
  });
}
