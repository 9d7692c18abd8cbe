/** What residents ask all day: rings around their door, the map, what is near, a walk; and planners now and then. */
import { setTimeout } from "node:timers/promises";
import { randomOf } from "./server.ts";
import { Client } from "./mixed-client.ts";

type Position = readonly [number, number];

interface Kind {
  share: number;
  path(place: Position, random: () => number): string;
  body?(place: Position): unknown;
  expected: readonly number[];
}

const near = ([lng, lat]: Position, random: () => number): Position => [
  lng + (random() - 0.5) * 0.01,
  lat + (random() - 0.5) * 0.01,
];

/** Paths below the city; tiles have theirs. */
const kinds: Record<string, Kind> = {
  rings: {
    share: 35,
    path: () => "isochrones",
    body: (origin) => ({ origin, minutes: [5, 10, 15] }),
    expected: [200],
  },
  tile: {
    share: 30,
    path: ([lng, lat], random) => {
      const zoom = 12 + Math.floor(random() * 5);
      const sine = Math.sin((lat * Math.PI) / 180);
      const x = Math.floor((lng / 360 + 0.5) * 2 ** zoom);
      const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 2 ** zoom);
      return `${random() < 0.6 ? "outlets" : "residences"}/${zoom}/${x}/${y}.mvt`;
    },
    expected: [200, 204],
  },
  list: { share: 15, path: (place) => `outlets?near=${place.join()}&minutes=10&limit=20`, expected: [200] },
  walk: {
    share: 10,
    path: (place, random) => `routes?from=${place.join()}&to=${near(place, random).join()}`,
    expected: [200, 422],
  },
  gaps: { share: 5, path: () => "gaps?category=pharmacy", expected: [200, 202] },
  coverage: { share: 5, path: () => "coverage", expected: [200, 202] },
};

/** Asks until `isOver`, so many questions a second, of all instances in turn. Faults are kept by the client. */
export async function residents(
  bases: readonly string[],
  city: string,
  places: readonly Position[],
  perSecond: number,
  isOver: () => boolean,
): Promise<Client> {
  const client = new Client();
  const random = randomOf(5);
  const total = Object.values(kinds).reduce((sum, { share }) => sum + share, 0);
  const underWay = new Set<Promise<unknown>>();
  /** Where answers are slower than questions come, no more than this wait. */
  const mostUnderWay = 64;
  while (!isOver()) {
    await setTimeout(1000 / perSecond);
    if (underWay.size >= mostUnderWay) {
      await Promise.race(underWay);
      continue;
    }
    let dice = random() * total;
    const [name, kind] = Object.entries(kinds).find(([, { share }]) => (dice -= share) < 0) ?? Object.entries(kinds)[0];
    const place = places[Math.floor(random() * places.length)];
    const base = bases[Math.floor(random() * bases.length)];
    const path = name === "tile" ? `/tiles/${city}/` : `/api/cities/${city}/`;
    const body = kind.body?.(near(place, () => random() * 0.02 + 0.49));
    const asking: Promise<unknown> = client
      .ask(base, path + kind.path(place, random), kind.expected, body === undefined ? {} : { method: "POST", body })
      .then(() => null)
      .catch((error: Error) => client.faults.at(-1) === error.message || client.faults.push(error.message))
      .finally(() => underWay.delete(asking));
    underWay.add(asking);
  }
  await Promise.all(underWay);
  return client;
}
