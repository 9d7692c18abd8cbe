/** The list of changes as a person sees it, and as the server takes it. */
import type { CategoryId } from "@quarterhour/data";
import type { Position } from "../../api/types.ts";
import type { Edits, LinkKind, Service } from "./api.ts";

export interface KnownOutlet {
  id: string;
  name: string;
  location: Position;
  services: Service[];
}

export type Change =
  | { type: "add"; key: string; category: CategoryId; kind?: Service["kind"]; location: Position }
  | { type: "move"; key: string; outlet: KnownOutlet; location: Position }
  | { type: "remove"; key: string; outlet: KnownOutlet }
  | { type: "service"; key: string; outlet: KnownOutlet; category: CategoryId }
  | { type: "open-gate" | "close-gate"; key: string; location: Position }
  | { type: "link"; key: string; kind: LinkKind; path: Position[] };

export function editsOf(changes: readonly Change[]): Edits {
  const edits: Required<Edits> = { outlets: {}, network: {} };
  const { outlets, network } = edits;
  for (const change of changes) {
    switch (change.type) {
      case "add":
        (outlets.add ??= []).push({
          location: change.location,
          services: [{ category: change.category, ...(change.kind ? { kind: change.kind } : {}) }],
        });
        break;
      case "move":
        (outlets.move ??= []).push({ id: change.outlet.id, location: change.location });
        break;
      case "remove":
        (outlets.remove ??= []).push(change.outlet.id);
        break;
      case "service": {
        const list = (outlets.change ??= []);
        const before = list.find(({ id }) => id === change.outlet.id);
        // Several services given to one shop are one change of it.
        if (before) before.services!.push({ category: change.category });
        else list.push({ id: change.outlet.id, services: [...change.outlet.services, { category: change.category }] });
        break;
      }
      case "open-gate":
        (network.openGates ??= []).push({ location: change.location });
        break;
      case "close-gate":
        (network.closeGates ??= []).push({ location: change.location });
        break;
      case "link":
        (network.addLinks ??= []).push({ path: change.path, kind: change.kind });
        break;
    }
  }
  return {
    ...(Object.keys(outlets).length ? { outlets } : {}),
    ...(Object.keys(network).length ? { network } : {}),
  };
}

let lastKey = 0;
export const newKey = () => `c${++lastKey}`;

/** A saved scenario as a list again; outlets that nobody can name any more keep their id as a name. */
export function changesOf(edits: Edits, outlets: ReadonlyMap<string, KnownOutlet>): Change[] {
  const known = (id: string): KnownOutlet => outlets.get(id) ?? { id, name: id, location: [0, 0], services: [] };
  const { outlets: shops = {}, network = {} } = edits;
  return [
    ...(shops.add ?? []).map(({ location, services }): Change => {
      const { category, kind } = services[0];
      return { type: "add", key: newKey(), category, location, ...(kind ? { kind } : {}) };
    }),
    ...(shops.move ?? []).map(({ id, location }): Change => ({
      type: "move",
      key: newKey(),
      outlet: known(id),
      location,
    })),
    ...(shops.remove ?? []).map((id): Change => ({ type: "remove", key: newKey(), outlet: known(id) })),
    ...(shops.change ?? []).flatMap(({ id, services = [] }): Change[] => {
      const outlet = known(id);
      const own = new Set(outlet.services.map(({ category }) => category));
      return services
        .filter(({ category }) => !own.has(category))
        .map(({ category }) => ({ type: "service", key: newKey(), outlet, category }));
    }),
    ...(network.openGates ?? []).map(({ location }): Change => ({ type: "open-gate", key: newKey(), location })),
    ...(network.closeGates ?? []).map(({ location }): Change => ({ type: "close-gate", key: newKey(), location })),
    ...(network.addLinks ?? []).map(({ path, kind }): Change => ({ type: "link", key: newKey(), kind, path })),
  ];
}
