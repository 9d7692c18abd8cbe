/** Who sends, without knowing who: a keyed hash of the address that means nothing to anybody tomorrow. */
import { createHmac } from "node:crypto";
import { isIPv6 } from "node:net";
import type { Store } from "../store/index.ts";

/**
 * The same for one address all day, on all instances that share the store. The day's salt is kept in the store and
 * removed the day after; a secret that only the servers know keeps whoever reads the store from trying all addresses.
 */
export async function senderOf(store: Store, secret: string | null, address: string): Promise<string> {
  const salt = await store.saltOfDay();
  return createHmac("sha256", Buffer.concat([salt, Buffer.from(secret ?? "")]))
    .update(networkOf(address))
    .digest("base64url");
}

/** An IPv4 address, or the 64 bits of an IPv6 address that one household or phone has to itself. */
export function networkOf(address: string): string {
  const mapped = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1];
  const bare = address.split("%", 1)[0];
  if (!isIPv6(bare)) return address;
  const [head, tail] = bare.split("::");
  const groups = (text: string | undefined) => (text ? text.split(":") : []);
  const first = groups(head);
  const last = groups(tail);
  // A dotted end takes the place of two groups; it is never among the first four.
  const width = first.length + last.length + (bare.includes(".") ? 1 : 0);
  const all = tail === undefined ? first : [...first, ...Array<string>(8 - width).fill("0"), ...last];
  return all
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(":");
}
