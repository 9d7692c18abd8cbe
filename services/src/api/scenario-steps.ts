/** Edits as a person gives them → steps of a table, with each fault at the field it is in. */
import type { NetworkEdits, Position } from "@quarterhour/isochrones";
import type { ScenarioStep } from "../assessment/scenarios/live-scenario.ts";
import type { Outlet } from "../store/store.ts";
import { categoryIds } from "./city-reach.ts";
import { checkPosition } from "./input.ts";
import { invalidField } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { openThen } from "./reach-variants.ts";
import type { ScenarioGround } from "./scenario-ground.ts";
import type { ScenarioEdits } from "./schemas/scenario.ts";

type Timed = Pick<Outlet, "services" | "openingHours" | "attributes">;

/** The network first, then what goes, what does other things, what moves, what is new. */
export async function stepsOf(
  edits: ScenarioEdits,
  { open, targetOf }: ScenarioGround,
  moment: Date | null,
): Promise<ScenarioStep[]> {
  const steps: ScenarioStep[] = [];
  const network = networkEdits(edits.network);
  if (network !== null) steps.push({ do: "network", edits: network });
  const { add = [], move = [], remove = [], change = [] } = edits.outlets ?? {};
  const gone = new Set(remove);
  const target = (id: string, field: string, seen: Set<string>): number => {
    const found = targetOf.get(id);
    if (found === undefined) throw invalidField(field, `there is no open outlet ${id}`);
    if (seen.has(id)) throw invalidField(field, `${id} is named twice`);
    seen.add(id);
    if (seen !== removed && gone.has(id)) throw invalidField(field, `${id} is taken away in the same scenario`);
    return found;
  };
  const [removed, changed, moved] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const [i, id] of remove.entries()) {
    steps.push({ do: "set", target: target(id, `outlets.remove[${i}]`, removed), groups: [] });
  }
  for (const [i, { id, services, openingHours }] of change.entries()) {
    const number = target(id, `outlets.change[${i}].id`, changed);
    const outlet = open[number];
    const groups = await groupsOf(
      {
        services: services?.map(({ category, kind = null }) => ({ category, kind })) ?? outlet.services,
        openingHours: openingHours === undefined ? outlet.openingHours : openingHours,
        // hours that somebody gives stand above the old word that it never closes
        attributes: openingHours === undefined ? outlet.attributes : {},
      },
      moment,
    );
    steps.push({ do: "set", target: number, groups });
  }
  for (const [i, { id, location }] of move.entries()) {
    const number = target(id, `outlets.move[${i}].id`, moved);
    steps.push({ do: "move", target: number, position: checkPosition(location, `outlets.move[${i}].location`) });
  }
  for (const [i, { location, services, openingHours = null }] of add.entries()) {
    const outlet = {
      services: services.map(({ category, kind = null }) => ({ category, kind })),
      openingHours,
      attributes: {},
    };
    const position = checkPosition(location, `outlets.add[${i}].location`);
    steps.push({ do: "add", position, groups: await groupsOf(outlet, moment) });
  }
  return steps;
}

/** Open then: groups of its categories; nobody knows: the second group of each; closed: none. */
async function groupsOf(outlet: Timed, moment: Date | null): Promise<number[]> {
  const columns = new Set(outlet.services.map(({ category }) => categoryIds.indexOf(category)));
  const groups = [...columns].sort((a, b) => a - b);
  if (moment === null) return groups;
  const [isOpen] = await openThen([outlet], moment);
  if (isOpen === null) return groups.map((group) => group + categoryIds.length);
  return isOpen ? groups : [];
}

function networkEdits(network: ScenarioEdits["network"]): NetworkEdits | null {
  if (network === undefined) return null;
  const { openGates = [], closeGates = [], addLinks = [], closeWays = [] } = network;
  if (openGates.length + closeGates.length + addLinks.length + closeWays.length === 0) return null;
  const near = (place: { location: Position }, field: string) => ({ near: checkPosition(place.location, field) });
  return {
    openGates: openGates.map((place, i) =>
      "id" in place ? { osmNode: numberOf(place.id) } : near(place, `network.openGates[${i}].location`),
    ),
    closeGates: closeGates.map((place, i) =>
      "id" in place ? { osmNode: numberOf(place.id) } : near(place, `network.closeGates[${i}].location`),
    ),
    addLinks: addLinks.map(({ path, kind, name }, i) => ({
      geometry: path.map((position, k) => checkPosition(position, `network.addLinks[${i}].path[${k}]`)),
      kind: kind === "crossing" ? "footway" : kind,
      ...(name && { name }),
    })),
    closeWays: closeWays.map((place, i) =>
      "id" in place ? { osmWay: numberOf(place.id) } : near(place, `network.closeWays[${i}].location`),
    ),
  };
}

const numberOf = (id: number | string): number => Number(String(id).replace(/^\w+\//, ""));

/** What the network said no to: `openGates[0]: …`, in the words of the edits. */
export function refusedEdit(message: string): Problem {
  const [, field, rest] = /^(\w+(?:\[\d+\])?(?:\.\w+)?): (.*)$/s.exec(message) ?? [null, "", message];
  return invalidField(`network${field === "" ? "" : `.${field.replace(".geometry", ".path")}`}`, rest);
}
