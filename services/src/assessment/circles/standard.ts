/** How large a living circle should be: GB 50180-2018 城市居住区规划设计标准, table 3.0.4. */

export interface CircleStandard {
  minutes: number;
  nameZh: string;
  /** 住宅数量, dwellings: from and to. */
  dwellings: readonly [number, number];
  /** 居住人口: from and to. */
  people: readonly [number, number];
  source: string;
}

export const circleStandards: readonly CircleStandard[] = [
  {
    minutes: 15,
    nameZh: "十五分钟生活圈居住区",
    dwellings: [17_000, 32_000],
    people: [50_000, 100_000],
    source: "GB 50180-2018 表 3.0.4",
  },
  {
    minutes: 10,
    nameZh: "十分钟生活圈居住区",
    dwellings: [5_000, 8_000],
    people: [15_000, 25_000],
    source: "GB 50180-2018 表 3.0.4",
  },
  {
    minutes: 5,
    nameZh: "五分钟生活圈居住区",
    dwellings: [1_500, 4_000],
    people: [5_000, 12_000],
    source: "GB 50180-2018 表 3.0.4",
  },
];
