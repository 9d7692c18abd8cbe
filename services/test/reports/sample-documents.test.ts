/** Documents of the sample city, opened as people open them. */
import { create } from "fontkit";
import type { Font } from "fontkit";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import decodeQR from "qr/decode.js";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CircleAssessment } from "../../src/assessment/circles/types.ts";
import type { Job } from "../../src/store/index.ts";
import { signedIn } from "../api/signed-in.ts";
import { checkReports } from "./checks.ts";
import { fetched, sampleCity } from "./city.ts";
import type { Cities } from "./city.ts";
import { docxRows, fontsOf, hasWhiteRim, pageCount, picturesOf, printed, solid, textOf, xlsxRows } from "./office.ts";
import { sheetTests } from "./sheets.ts";

let city: Cities;
let circle: string;

beforeAll(async () => {
  city = await sampleCity();
  circle = (await city.store.listCircles("sample")).find(({ name }) => name === "铁东生活圈")!.id;
}, 180_000);

afterAll(() => city?.stop());

const namesOf = async (): Promise<string[]> => {
  const { features } = JSON.parse(
    (await fetched(city.app, `sample/circles/${circle}/report.geojson`)).toString("utf8"),
  );
  return features
    .filter(({ properties }: { properties: { what: string } }) => properties.what === "outlet")
    .map(({ properties }: { properties: { name: string } }) => properties.name);
};

describe("the report of a circle", () => {
  it("has the figures of the API, the official forms, maps, and letters for all its text", async () => {
    const pages = await checkReports(city.app, [{ city: "sample", id: circle }]);
    expect(Object.keys(pages)).toEqual(["sample.docx", "book.xlsx"]);
  }, 180_000);

  it("says first that a market is there and most homes do not reach it", async () => {
    const rows = await docxRows(await fetched(city.app, `sample/circles/${circle}/report.docx`));
    const head = rows.findIndex((row) => row.includes("走不到的户数"));
    expect(rows[head + 1][0]).toBe("菜市场");
  });

  it("has the list of projects in the form of attachment 6", async () => {
    const project = {
      name: "=增设修鞋摊",
      circle,
      community: "铁东社区",
      category: "small-repair" as const,
      kind: "shoe" as const,
      content: "利用闲置报刊亭",
      site: { location: null, name: "铁东路报刊亭", siteId: null },
      responsibleUnit: "区商务局",
      investmentNote: null,
      costNote: null,
      deadline: "2026-12-31",
      state: "accepted" as const,
      forecast: { households: 1234, people: null, ringMinutes: null },
      outlet: null,
      origin: null,
    };
    await city.store.addProjects("sample", [project], "cli");
    const rows = await docxRows(await fetched(city.app, `sample/circles/${circle}/report.docx`));
    const row = rows.find((cells) => cells.includes("=增设修鞋摊"))!;
    const cells = [
      "1",
      "铁东社区",
      "=增设修鞋摊",
      "小修小补点（修鞋）",
      "利用闲置报刊亭",
      "铁东路报刊亭",
      "区商务局",
      "2026-12-31",
      "已立项",
      "1,234",
      "",
    ];
    expect(row).toEqual(cells);
    // A text that looks like a formula stays a text.
    const sheet = await xlsxRows(await fetched(city.app, `sample/circles/${circle}/report.xlsx`), "附件6 项目清单");
    expect(sheet.find((one) => one.includes("=增设修鞋摊"))).toContain(1234);
  });

  it("explains each formula that it names, and none that is not in the list of all", async () => {
    const rows = await docxRows(await fetched(city.app, `sample/circles/${circle}/report.docx`));
    const isId = (text: string): boolean =>
      /^(circle|coverage|presence|quality|survey|siting|project|outlets|walk)\.[\w-]+$/.test(text);
    const explained = new Set(rows.filter((row) => row.length === 2 && isId(row[0])).map(([id]) => id));
    expect(explained.size).toBeGreaterThan(25);
    for (const row of rows) {
      const id = row.at(-1) ?? "";
      if (row.length > 2 && isId(id)) expect(explained.has(id), id).toBe(true);
    }
    const readme = await readFile(join(import.meta.dirname, "../../src/assessment/README.md"), "utf8");
    for (const id of explained) {
      const [subject, name] = id.split(".");
      // The list says `quality.platform` as `.platform` beside others.
      expect(readme.includes(`\`${id}\``) || (subject === "quality" && readme.includes(`\`.${name}\``)), id).toBe(true);
    }
  });

  it("fills the form of attachment 5 with what is known, and never nought for what is not", async () => {
    const xlsx = await fetched(city.app, `sample/circles/${circle}/report.xlsx`);
    const rows = await xlsxRows(xlsx, "附件5 建设情况");
    const row = (name: string) => rows.find((cells) => cells.includes(name))!;
    expect(row("试点生活圈名称：铁东生活圈")).toContain("截至日期：".concat(today()));
    expect(row("合　计")).not.toContain(0);
    const market = row("菜市场");
    expect(market[market.indexOf("菜市场") + 1]).toBe(1);
    // Nobody looked for lockers: what falls under 其他 can only be counted from below.
    const others = rows.findLast((cells) => cells.includes("其他"))!;
    expect(String(others[others.indexOf("其他") + 1])).toMatch(/^≥\d+$/);
  });
});

function today(): string {
  const now = new Date(Date.now() + 8 * 3_600_000);
  return `${now.getUTCFullYear()}年${now.getUTCMonth() + 1}月${now.getUTCDate()}日`;
}

describe("the report of the whole city", () => {
  it("has the coverage of the API, prints without running over, and lists the circles", async () => {
    const docx = await fetched(city.app, "sample/reports/district/sample.docx");
    const coverage = JSON.parse((await fetched(city.app, "sample/coverage?level=city")).toString("utf8"));
    const rows = await docxRows(docx);
    for (const { category, covered, gap } of coverage.items[0].categories as {
      category: string;
      covered: number;
      gap: number;
    }[]) {
      if (category !== "food-market") continue;
      const row = rows.find((cells) => cells[0] === "菜市场" && cells.length === 8)!;
      expect(row.slice(2, 4)).toEqual([covered.toLocaleString("en-US"), gap.toLocaleString("en-US")]);
    }
    for (const { name } of await city.store.listCircles("sample"))
      expect(rows.some((cells) => cells[0] === name)).toBe(true);
    const pages = await printed({ "district.docx": docx });
    expect(await pageCount(pages["district.docx"])).toBeLessThanOrEqual(8);
    expect((await fontsOf(pages["district.docx"])).every(({ name }) => name.includes("NotoSansSC"))).toBe(true);
    for (const picture of await picturesOf(pages["district.docx"], 40)) expect(hasWhiteRim(picture, 7, 40)).toBe(true);
  }, 180_000);
});

describe("the sign map", () => {
  const sheets = [
    ["a3", "landscape", 420, 297],
    ["a3", "portrait", 297, 420],
    ["a4", "landscape", 297, 210],
    ["a4", "portrait", 210, 297],
  ] as const;

  it.each(sheets)(
    "%s %s: one page, real text in embedded fonts, a white rim, a code that leads to the map",
    async (paper, orientation, width) => {
      const pdf = await fetched(
        city.app,
        `sample/circles/${circle}/sign.pdf?paper=${paper}&orientation=${orientation}`,
      );
      expect(await pageCount(pdf)).toBe(1);
      const fonts = await fontsOf(pdf);
      expect(fonts).toHaveLength(2);
      expect(
        fonts.every(({ name, isEmbedded, hasUnicode }) => name.includes("NotoSansSC") && isEmbedded && hasUnicode),
      ).toBe(true);
      const text = solid(await textOf(pdf));
      for (const words of ["铁东生活圈", "导视图", "基本保障类", "示例数据，纯属虚构", "步行速度5千米/时"])
        expect(text).toContain(words);
      expect(text).not.toMatch(/[\uFFFD〓]/);
      const resolution = 110;
      const [page] = await picturesOf(pdf, resolution);
      expect(Math.round((page.width / resolution) * 25.4)).toBe(width);
      expect(hasWhiteRim(page, 5, resolution)).toBe(true);
      const rgba = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 1 } })
        .toColourspace("srgb")
        .ensureAlpha()
        .raw()
        .toBuffer();
      const link = decodeQR({ width: page.width, height: page.height, data: new Uint8ClampedArray(rgba) });
      expect(link).toMatch(/^http:\/\/[^/]+\/\?city=sample&pin=118\.\d+,38\.\d+$/);
    },
  );

  it("as SVG carries a font with each of its characters", async () => {
    const svg = (await fetched(city.app, `sample/circles/${circle}/sign.svg?paper=a4`)).toString("utf8");
    const fonts = new Map(
      [...svg.matchAll(/font-weight:(\d+);src:url\(data:font\/ttf;base64,([^)]*)\)/g)].map(([, weight, data]) => [
        weight,
        create(Buffer.from(data, "base64")) as Font,
      ]),
    );
    const texts = [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)];
    expect(texts.length).toBeGreaterThan(80);
    for (const [, attributes, text] of texts) {
      const font = fonts.get(attributes.includes('font-weight="700"') ? "700" : "400")!;
      const plain = text.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&quot;", '"');
      for (const char of plain) expect(font.hasGlyphForCodePoint(char.codePointAt(0)!), char).toBe(true);
    }
  });

  it("begins its rings where it hangs", async () => {
    const pdf = await fetched(city.app, `sample/circles/${circle}/sign.pdf?paper=a4&at=118.0565,38.7560`);
    expect(solid(await textOf(pdf))).toContain("您在这里");
    const wrong = await city.app.inject(`/api/cities/sample/circles/${circle}/sign.pdf?at=here`);
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json().errors[0].field).toBe("at");
    const far = await city.app.inject(`/api/cities/sample/circles/${circle}/sign.pdf?at=118.3,38.75`);
    expect(far.statusCode).toBe(400);
    expect(far.json().errors[0].message).toContain("1500 m");
  });
});

describe("the sheet of a sign map", () => {
  sheetTests(() => city);
});

describe("handbook and card", () => {
  it("the handbook lists every outlet, page after page, without running over", async () => {
    const pdf = await fetched(city.app, `sample/circles/${circle}/handbook.pdf`);
    const text = solid(await textOf(pdf));
    for (const name of await namesOf()) expect(text).toContain(solid(name));
    for (const page of await picturesOf(pdf, 50)) expect(hasWhiteRim(page, 5, 50)).toBe(true);
    expect((await fontsOf(pdf)).every(({ isEmbedded, hasUnicode }) => isEmbedded && hasUnicode)).toBe(true);
  });

  it.each(["a5", "a6"])("the card in %s says what the residence's route says", async (paper) => {
    const home = (await city.store.allResidences("sample")).find(({ name }) => name === "22号楼")!;
    const answer = JSON.parse((await fetched(city.app, `sample/residences/${home.id}`)).toString("utf8"));
    const pdf = await fetched(city.app, `sample/residences/${home.id}/card.pdf?paper=${paper}`);
    expect(await pageCount(pdf)).toBe(1);
    const text = solid(await textOf(pdf));
    expect(text).toContain(`${home.compound}22号楼`);
    for (const { tier, state, nearestOutlet, nearestSeconds } of answer.categories) {
      if (tier !== "basic" || state !== "reached") continue;
      // Long names are cut short to fit.
      expect(text).toContain(solid(nearestOutlet.name).slice(0, 4));
      expect(text).toContain(`${Math.ceil(nearestSeconds / 60)}分钟`);
    }
    const [page] = await picturesOf(pdf, 60);
    expect(hasWhiteRim(page, 4, 60)).toBe(true);
  });
});

describe("documents as jobs", () => {
  it("a job is for those with an account, and what cannot be is said at once", async () => {
    const url = `/api/cities/sample/circles/${circle}/documents`;
    expect((await city.app.inject({ method: "POST", url, payload: { file: "report.docx" } })).statusCode).toBe(401);
    expect((await city.app.inject("/api/cities/sample/circles/none/report.docx")).statusCode).toBe(404);
    const unknown = await city.app.inject("/api/cities/sample/reports/district/none.docx");
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json().detail).toContain("sample (all of it)");
  });

  it("tells how far it is, and where the document then lies", async () => {
    const { planner } = await signedIn(city.store, ["planner"]);
    const started = await city.app.inject({
      method: "POST",
      url: `/api/cities/sample/circles/${circle}/documents`,
      headers: planner!,
      payload: { file: "sign.pdf", paper: "a4" },
    });
    expect(started.statusCode).toBe(202);
    const { id } = started.json().job;
    const ended = await new Promise<Job>((resolve) => {
      const stop = city.app.jobs.listen(id, (job) => {
        if (job.endedAt === null) return;
        stop();
        resolve(job);
      });
    });
    expect(ended).toMatchObject({ state: "done", kind: "document.make" });
    const { href, missingLetters } = ended.result as { href: string; missingLetters: string[] };
    expect(href).toBe(`/api/cities/sample/circles/${circle}/sign.pdf?paper=a4`);
    expect(missingLetters).toEqual([]);
    expect((await city.app.inject(href)).headers["content-type"]).toBe("application/pdf");
  });

  it("the figures for other programs are those of the assessment", async () => {
    const assessment = JSON.parse(
      (await fetched(city.app, `sample/circles/${circle}/assessment`)).toString("utf8"),
    ) as CircleAssessment;
    const csv = (await fetched(city.app, `sample/circles/${circle}/report.csv`)).toString("utf8");
    const market = assessment.reach.categories.find(({ category }) => category === "food-market")!;
    const { reached, gap, unknown } = market.households;
    expect(csv).toContain(`food-market,菜市场,basic,10,true,1,${reached},${gap},${unknown},`);
    expect(csv.trim().split("\r\n")).toHaveLength(51);
  });
});
