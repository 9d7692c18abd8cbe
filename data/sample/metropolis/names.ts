/** Names of the metropolis: districts, communities, streets and compounds, put together from made-up words. */
import type { Tags } from "../map.ts";
import { minorRoadNames } from "../street-names.ts";
import { Random } from "../random.ts";
import type { Axis } from "./lattice.ts";

const firsts = "沧汐澜潮澄碧锦鸣映朝晚凌望流飞翠银梧月青白红听采长浮远归落秋".split("");
const seconds = "浦汀渚洲湾屿矶岸滨溪泽塘渡桥亭台阁城堤陵原川岭坪".split("");

/** Two characters, different for each of the first 700 districts; after that a number goes with them. */
export function districtWord(district: number): string {
  const all = firsts.length * seconds.length;
  const index = (district * 317) % all;
  const round = Math.floor(district / all);
  return `${firsts[index % firsts.length]}${seconds[Math.floor(index / firsts.length)]}${round ? round + 1 : ""}`;
}

const word = (random: Random): string => random.pick(minorRoadNames).zh;

export const communityName = (district: number, index: number): string =>
  `${districtWord(district)}${minorRoadNames[(index * 7 + district) % minorRoadNames.length].zh}社区`;

export const arterialZh = (axis: Axis, index: number): string => {
  const random = new Random(`name/${axis}/${index}`);
  return `${random.pick(firsts)}${random.pick(seconds)}${axis === "v" ? "大街" : "大道"}`;
};
export const arterialName = (axis: Axis, index: number): Tags => ({ name: arterialZh(axis, index) });

export const sideStreetZh = (random: Random, axis: Axis): string =>
  `${word(random)}${random.pick(["", "东", "西", "南", "北"])}${axis === "v" ? "路" : "道"}`;

export const compoundZh = (random: Random, tower: boolean): string =>
  `${word(random)}${tower ? random.pick(["花园", "苑", "公寓", "家园"]) : random.pick(["里", "新村", "园", "小区"])}`;
