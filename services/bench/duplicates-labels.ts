/** The metropolis' outlets as several tables would have them, with what is known: which rows mean the same shop. */
import { pinyin } from "pinyin-pro";
import { Converter } from "opencc-js/cn2t";
import { categories } from "@quarterhour/data";
import type { CategoryId } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { Random } from "../../data/sample/random.ts";
import { fromWgs84 } from "../src/intake/index.ts";
import type { Comparable } from "../src/intake/duplicates/index.ts";
import { areRelated } from "../src/intake/duplicates/words.ts";
import type { OutletDraft } from "../src/store/index.ts";

export interface Labelled extends Comparable {
  /** Rows with the same number mean the same shop. */
  entity: number;
}

interface Shop extends Labelled {
  name: string;
  address: string | null;
  phone: string | null;
  chain: string | null;
  openedOn: string | null;
  closedOn: string | null;
}

const ids = categories.map(({ id }) => id);
const toTraditional = Converter({ from: "cn", to: "tw" });
const DEGREE = 111_195;

export interface NoisyTables {
  rows: Labelled[];
  /** How many of each kind of trap there are: pairs that look alike and are not. */
  traps: Record<string, number>;
}

/**
 * A survey (the metropolis as it is, with traps put in), a bureau's table of a third of it with the noise of such tables
 * and one row in twenty twice, and a map with every sixth shop.
 */
export function noisyTables(drafts: readonly OutletDraft[], seed: string, share = 0.33): NoisyTables {
  const random = new Random(`duplicates/${seed}`);
  let nextEntity = 0;
  const shops: Shop[] = drafts.map((draft) => ({
    id: "",
    source: "survey",
    entity: nextEntity++,
    name: draft.name,
    services: draft.services,
    location: draft.location,
    address: draft.address,
    phone: draft.phone,
    status: draft.status,
    openedOn: draft.openedOn,
    closedOn: draft.closedOn,
    chain: draft.attributes.chain ?? null,
  }));
  const given = shops.length;
  const traps: Record<string, number> = {};
  const put = (trap: string, shop: Shop) => {
    traps[trap] = (traps[trap] ?? 0) + 1;
    shops.push({ ...shop, source: "survey", entity: nextEntity++ });
  };
  const other = () => shops[Math.floor(random.next() * given)];
  const newPhone = () => (random.chance(0.15) ? null : `022-0${random.integer(1000000, 9999999)}`);
  for (let i = 0; i < given; i++) {
    const shop = shops[i];
    const draw = random.next();
    if (draw < 0.02) {
      // a successor in the same room, often of the same trade
      const closedOn = "2025-03-31";
      const next = random.chance(0.5) ? other() : otherOfTrade(shop);
      if ((shop.openedOn ?? "") < closedOn) {
        put("successor", {
          ...next,
          location: moved(shop.location, 5, random),
          address: shop.address,
          phone: newPhone(),
          status: "open",
          openedOn: "2025-06-01",
          closedOn: null,
        });
        Object.assign(shop, { status: "closed", closedOn });
      }
    } else if (draw < 0.04 && shop.chain) {
      // the chain's next shop, 30 to 150 m on
      const number = random.integer(1, 400);
      put("chain", {
        ...shop,
        name: shop.name.replace(/\d+号店$/, `${number}号店`),
        location: moved(shop.location, random.between(30, 150), random, true),
        address: shop.address?.replace(/\d+号/, `${number}号`) ?? null,
        phone: newPhone(),
        openedOn: random.chance(0.5) ? other().openedOn : null,
      });
    } else if (draw < 0.05) {
      // another shop in the same mall: the same house number, storeys above one another
      const names = new Set([shop.name]);
      for (let k = random.integer(2, 12); k > 0; k--) {
        const next = otherThan(names, other);
        put("mall", {
          ...next,
          location: moved(shop.location, 15, random),
          address: `${shop.address}${random.integer(1, 6)}层`,
          phone: newPhone(),
        });
      }
    } else if (draw < 0.052 + 0.03) {
      // a row of shops of one trade, wall to wall
      const names = new Set([shop.name]);
      let along = 0;
      for (let k = random.integer(2, 7); k > 0; k--) {
        const next = otherThan(names, () => otherOfTrade(shop));
        along += random.between(5, 12);
        put("row", {
          ...next,
          location: moved(shop.location, along, random, true),
          address: shop.address?.replace(/\d+号/, (number) => `${parseInt(number) + random.integer(0, 6)}号`) ?? null,
          phone: newPhone(),
        });
      }
    } else if (draw < 0.085) {
      // the family's other shop next door, under the same number
      const second = other();
      put("family", {
        ...second,
        name: shop.name.slice(0, 2) + second.name.slice(2),
        location: moved(shop.location, 8, random),
        address: shop.address,
        phone: shop.phone,
      });
    } else if (draw < 0.095) {
      // a shop of the same name some streets on
      put("namesake", {
        ...shop,
        location: moved(shop.location, random.between(150, 1200), random, true),
        address: other().address,
        phone: newPhone(),
        openedOn: other().openedOn,
      });
    } else if (draw < 0.105 && /柜|机|车$/.test(shop.name)) {
      // a second machine of the same compound
      put("machine", {
        ...shop,
        location: moved(shop.location, random.between(25, 120), random, true),
        phone: null,
        openedOn: other().openedOn,
      });
    }
  }

  const characters = [...new Set(drafts.slice(0, 20_000).flatMap(({ name }) => Array.from(name)))].filter((c) =>
    /\p{Script=Han}/u.test(c),
  );
  const homophones = Map.groupBy(characters, (c) => pinyin(c, { toneType: "none" }));
  const noise = new Noise(random, characters, homophones);
  const rows: Labelled[] = [...shops];
  for (const shop of shops) {
    if (shop.status === "planned") continue;
    if (random.chance(share)) {
      rows.push(noise.bureauRow(shop));
      if (random.chance(0.05)) rows.push(noise.bureauRow(shop));
    }
    if (random.chance(0.16) && shop.status === "open") rows.push(noise.mapRow(shop));
  }
  return { rows: rows.map((row, i) => ({ ...row, id: `n${i}` })), traps };

  /** Shops next to each other do not bear the same name. */
  function otherThan(names: Set<string>, draw: () => Shop): Shop {
    let next = draw();
    for (let tries = 0; names.has(next.name) && tries < 50; tries++) next = draw();
    names.add(next.name);
    return next;
  }

  function otherOfTrade({ services: [{ category }] }: Shop): Shop {
    for (let tries = 0; tries < 300; tries++) {
      const found = other();
      if (found.services[0].category === category) return found;
    }
    return other();
  }
}

function moved([lng, lat]: Position, meters: number, random: Random, exactly = false): Position {
  const angle = random.next() * 2 * Math.PI;
  const length = exactly ? meters : meters * Math.sqrt(-2 * Math.log(1 - random.next()));
  return [
    lng + (length * Math.cos(angle)) / (DEGREE * Math.cos((lat * Math.PI) / 180)),
    lat + (length * Math.sin(angle)) / DEGREE,
  ];
}

/** What clerks make of a shop. */
class Noise {
  readonly #random: Random;
  readonly #characters: string[];
  readonly #homophones: Map<string, string[]>;

  constructor(random: Random, characters: string[], homophones: Map<string, string[]>) {
    this.#random = random;
    this.#characters = characters;
    this.#homophones = homophones;
  }

  bureauRow(shop: Shop): Labelled {
    const random = this.#random;
    const errors = random.next();
    const errorMeters = errors < 0.72 ? 14 : errors < 0.94 ? 40 : 110;
    let location = moved(shop.location, errorMeters, random);
    // left in WGS-84 in a table of GCJ-02: what is then taken off was never there
    if (random.chance(0.01)) {
      const [lng, lat] = fromWgs84(location, "gcj02");
      location = [2 * location[0] - lng, 2 * location[1] - lat];
    }
    const closes = random.chance(0.03);
    return {
      ...shop,
      source: "bureau",
      location,
      name: this.#name(shop),
      phone: this.#phone(shop.phone),
      address: this.#address(shop.address),
      services: this.#services(shop.services),
      chain: random.chance(0.5) ? shop.chain : null,
      openedOn: random.chance(0.5)
        ? shop.openedOn
        : random.chance(0.6)
          ? null
          : `20${random.integer(10, 25)}-0${random.integer(1, 9)}-15`,
      closedOn: closes ? null : shop.closedOn,
      status: closes ? (shop.status === "open" ? "closed" : "open") : shop.status,
    };
  }

  mapRow(shop: Shop): Labelled {
    const random = this.#random;
    const name = random.chance(0.08)
      ? ""
      : random.chance(0.35)
        ? shop.chain || shop.name.replace(/店$|（.*）/u, "")
        : shop.name;
    return {
      ...shop,
      source: "osm",
      location: moved(shop.location, 8, random),
      name: random.chance(0.05) ? toTraditional(name) : name,
      phone: random.chance(0.3) ? this.#phone(shop.phone) : null,
      address: random.chance(0.2) ? shop.address : null,
      services: this.#services(shop.services),
      openedOn: null,
      closedOn: null,
    };
  }

  #name(shop: Shop): string {
    const random = this.#random;
    // registered in the owner's name: only telephone and address can tell
    if (random.chance(0.04))
      return `${random.pick(this.#characters)}${random.pick(this.#characters)}${random.pick(["食品店", "商贸有限公司", "百货店", "服务部"])}`;
    let name = shop.name;
    for (let rounds = random.pick([0, 0, 1, 1, 1, 2]); rounds > 0; rounds--) name = this.#vary(name, shop);
    return name;
  }

  #vary(name: string, shop: Shop): string {
    const random = this.#random;
    const letters = Array.from(name);
    const at = Math.floor(random.next() * letters.length);
    switch (random.integer(0, 13)) {
      case 0:
        return name.replace(/[店铺馆]$/u, "");
      case 1:
        return `${name}${random.pick(["（个体工商户）", "有限公司", "有限责任公司", "经营部"])}`;
      case 2:
        return `${shop.address?.slice(0, 3) ?? ""}${name}`;
      case 3:
        return name.replaceAll(/[0-9a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
      case 4:
        return shop.chain && name.startsWith(shop.chain) ? shop.chain : ` ${name} `;
      case 5:
        return shop.chain && name.startsWith(shop.chain)
          ? `${shop.chain}（${name.slice(shop.chain.length).replace(/\d+号店$/, "店")}）`
          : `${name}店`;
      case 6:
        return toTraditional(name);
      case 7: {
        const alike = this.#homophones.get(pinyin(letters[at], { toneType: "none" })) ?? [];
        return alike.length > 1 ? letters.with(at, random.pick(alike)).join("") : name;
      }
      case 8:
        return letters.length > 4 ? letters.toSpliced(at, 1).join("") : name;
      case 9:
        return letters.length > 3 ? letters.with(at, random.pick(this.#characters)).join("") : name;
      case 10: {
        const words = [
          ["便利店", "超市"],
          ["小卖部", "便利店"],
          ["理发", "美发"],
          ["造型", "理发店"],
          ["药房", "药店"],
          ["修鞋", "修鞋配钥匙"],
          ["文具店", "文具"],
          ["健身馆", "健身中心"],
          ["咖啡", "咖啡馆"],
        ];
        const pair = words.find(([word]) => name.includes(word));
        return pair ? name.replace(pair[0], pair[1]) : name;
      }
      case 11:
        return letters.length >= 6 ? letters.slice(0, Math.ceil(letters.length / 2)).join("") : name;
      case 12:
        return `${name}（${random.pick(["已停业", "新", "总店", "示例"])}）`;
      default:
        return letters.length > 3 ? letters.toSpliced(at, 0, random.pick(this.#characters)).join("") : name;
    }
  }

  #phone(phone: string | null): string | null {
    const random = this.#random;
    const draw = random.next();
    if (draw < 0.24) return null;
    const otherPhone = `022-0${random.integer(1000000, 9999999)}`;
    if (draw < 0.36 || phone === null) return draw < 0.5 ? otherPhone : null;
    const local = phone.slice(4);
    return random.pick([
      phone,
      phone,
      phone,
      `（022）${local.slice(0, 4)}-${local.slice(4)}`,
      `${local}转8001`,
      `${phone}; ${otherPhone}`,
      `+86 22 ${local}`,
    ]);
  }

  #address(address: string | null): string | null {
    const random = this.#random;
    const draw = random.next();
    if (address === null || draw < 0.15) return null;
    if (draw < 0.25) return address.replace(/\d+号.*/, "");
    if (draw < 0.35) return address.replace(/\d+号/, `${random.integer(1, 400)}号`);
    if (draw < 0.45) return address.replace(/^.*?区/, "");
    if (draw < 0.55) return `天津市${address}，近路口`;
    return address;
  }

  #services(services: Labelled["services"]): Labelled["services"] {
    const random = this.#random;
    const draw = random.next();
    if (draw < 0.88) return services;
    const { category } = services[0];
    const related = ids.filter((id) => id !== category && areRelated(category, id));
    const next: CategoryId =
      draw < 0.97 && related.length > 0 ? random.pick(related) : draw < 0.97 ? category : random.pick(ids);
    return next === category ? services : [{ category: next, kind: null }];
  }
}
