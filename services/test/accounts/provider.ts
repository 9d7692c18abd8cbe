/** A small OpenID Connect provider on this machine: metadata, keys, tokens, as the standards have them. */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { JsonWebKey, KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const client = { id: "quarterhour", secret: "a secret: kept/there" };

interface Code {
  challenge: string;
  redirectUri: string;
  claims: Record<string, unknown>;
  key: KeyObject;
}

export class TestProvider {
  readonly #server: Server;
  readonly #codes = new Map<string, Code>();
  readonly #keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  /** Whom its page offers to log in as: claims of the ID token by name. */
  people: Record<string, Record<string, unknown>> = {};
  /** In place of what the metadata says. */
  metadata: Record<string, unknown> = {};
  /** Paths that were asked for. */
  readonly asked: string[] = [];

  readonly #host: string;

  private constructor(host: string) {
    this.#host = host;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** @param host by which this machine is known: to a browser another host is another site, another port is not */
  static async start(host = "127.0.0.1"): Promise<TestProvider> {
    const provider = new TestProvider(host);
    await new Promise<void>((resolve) => provider.#server.listen(0, "127.0.0.1", resolve));
    return provider;
  }

  get issuer(): string {
    return `http://${this.#host}:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /**
   * Lets somebody log in as the page at `address` asks for it, and says where the browser is sent back to.
   * @param claims of the ID token, in place of right ones
   */
  letIn(address: string, claims: Record<string, unknown>, options: { foreignKey?: boolean } = {}): URL {
    const asked = new URL(address).searchParams;
    const now = Math.floor(Date.now() / 1000);
    const code = randomBytes(16).toString("base64url");
    this.#codes.set(code, {
      challenge: asked.get("code_challenge")!,
      redirectUri: asked.get("redirect_uri")!,
      key: options.foreignKey ? generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey : this.#keys.privateKey,
      claims: {
        iss: this.issuer,
        aud: asked.get("client_id"),
        nonce: asked.get("nonce"),
        iat: now,
        exp: now + 300,
        ...claims,
      },
    });
    const back = new URL(asked.get("redirect_uri")!);
    back.searchParams.set("code", code);
    back.searchParams.set("state", asked.get("state")!);
    back.searchParams.set("iss", this.issuer);
    return back;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url!.split("?", 1)[0];
    this.asked.push(path);
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (path === "/.well-known/openid-configuration")
      return void send(200, {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/keys`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        authorization_response_iss_parameter_supported: true,
        ...this.metadata,
      });
    if (path === "/authorize") {
      const page = this.#page(`${this.issuer}${request.url!}`);
      return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
    }
    if (path === "/keys") {
      const jwk: JsonWebKey = this.#keys.publicKey.export({ format: "jwk" });
      return void send(200, { keys: [{ ...jwk, kid: "1", use: "sig", alg: "RS256" }] });
    }
    if (path === "/token" && request.method === "POST") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      return void this.#exchange(new URLSearchParams(Buffer.concat(chunks).toString()), request, send);
    }
    return void send(404, { error: "not_found" });
  }

  /** What a person sees there: a link for each of `people`, and one to call it off. */
  #page(address: string): string {
    const link = (name: string, to: URL) => `<li><a href="${to.href.replaceAll("&", "&amp;")}">${name}</a></li>`;
    const asked = new URL(address).searchParams;
    const away = new URL(asked.get("redirect_uri")!);
    away.searchParams.set("error", "access_denied");
    away.searchParams.set("state", asked.get("state")!);
    away.searchParams.set("iss", this.issuer);
    const links = Object.entries(this.people).map(([name, claims]) => link(name, this.letIn(address, claims)));
    return `<!doctype html><title>Provider</title><link rel="icon" href="data:,"><ul>${links.join("")}${link("cancel", away)}</ul>`;
  }

  #exchange(form: URLSearchParams, request: IncomingMessage, send: (status: number, body: unknown) => void): void {
    // As RFC 6749 has it: both are form-encoded before they are put together.
    const plain = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
    const wanted = Buffer.from(`${plain(client.id)}:${plain(client.secret)}`).toString("base64");
    const code = this.#codes.get(form.get("code") ?? "");
    this.#codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (request.headers.authorization !== `Basic ${wanted}`) return send(401, { error: "invalid_client" });
    if (!code || code.challenge !== challenge || code.redirectUri !== form.get("redirect_uri"))
      return send(400, { error: "invalid_grant" });
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part(code.claims)}`;
    const signature = sign("sha256", Buffer.from(signed), code.key).toString("base64url");
    send(200, { access_token: "unused", token_type: "Bearer", expires_in: 60, id_token: `${signed}.${signature}` });
  }
}
