/** A circle proposed where nobody has drawn communities. */
import { expect, it } from "vitest";
import { DocumentedApp } from "./documented.ts";
import { startTinyServer, west } from "./tiny-city.ts";

it("where no communities are known, a proposal is what can be walked to, as far as the map goes", async () => {
  const tiny = await startTinyServer();
  try {
    await tiny.store.replaceAreas("tiny", "test", null, []);
    const app = await DocumentedApp.of(tiny.app);
    const url = "/api/cities/tiny/circles/propose";
    const [lng] = west;
    const near = (await app.ask(200, { method: "POST", url, payload: { center: west, minutes: 5 } })).json();
    expect(near).toMatchObject({ method: "ring", steps: [], households: 100, people: 250, meetsStandard: false });
    expect(near.endZh).toBe("没有社区边界可循，取步行 5 分钟可达的范围：250 人，标准为 5000–12000。");
    const lngs = near.boundary.coordinates[0].map((place: number[]) => place[0]);
    // five minutes on a straight street
    expect(Math.max(...lngs) - lng).toBeCloseTo((300 * 5) / 3.6 / 86_720, 3);
    const payload = { center: [118.08, 38.75], minutes: 15 };
    const edge = (await app.ask(200, { method: "POST", url, payload })).json();
    expect(Math.max(...edge.boundary.coordinates[0].map((place: number[]) => place[0]))).toBeLessThanOrEqual(118.085);
    const measure = { method: "POST" as const, url: "/api/cities/tiny/circles/measure" };
    const measured = (await app.ask(200, { ...measure, payload: { boundary: edge.boundary } })).json();
    expect(measured.members.households).toBe(edge.households);
    // nobody vouches for most of it: nothing is called missing
    expect(measured.presence).toMatchObject({ points: 0, type: null, range: { min: 0, max: 100 } });
    expect(measured.presence.parts[0].missing).toEqual(["pharmacy"]);
    await app.ask(404, { method: "POST", url, payload: { community: "a_none" } });
  } finally {
    await tiny.close();
  }
});
