import { describe, expect, test } from "vitest";
import { InvalidInput, NotFound, StoreConflict } from "../../../src/store/index.ts";
import type { Store, SurveyResponseDraft } from "../../../src/store/index.ts";
import { square } from "../samples.ts";
import { newCity } from "./helpers.ts";

let tokens = 0;
const hashes = (count: number) => Array.from({ length: count }, () => `token ${++tokens}`);

export function surveysContract(getStore: () => Store): void {
  async function newCircle(): Promise<{ store: Store; city: string; circle: string }> {
    const store = getStore();
    const city = await newCity(store);
    const boundary = square(118.04, 38.74, 0.01);
    const draft = {
      name: "石桥生活圈",
      kind: "15min" as const,
      boundary,
      details: null,
      requiredBasic: null,
      note: null,
    };
    const [{ id }] = await store.addCircles(city, [draft], "u_1");
    return { store, city, circle: id };
  }

  const said = (circle: string, more: Partial<SurveyResponseDraft> = {}): SurveyResponseDraft => ({
    circle,
    day: "2026-09-01",
    answers: { basicEnough: "yes", basicPresent: ["pharmacy"], suggestions: "缺'\\ 😀" },
    ...more,
  });

  describe("surveys", () => {
    test("are for those with a link until somebody opens them, one change after the other", async () => {
      const { store, city, circle } = await newCircle();
      expect(await store.getSurvey(city, circle)).toEqual({ openToAll: false, closed: false, since: null, version: 0 });
      const open = { openToAll: true, closed: false, since: null };
      expect(await store.putSurvey(city, circle, open, 0, "u_1")).toEqual({ ...open, version: 1 });
      await expect(store.putSurvey(city, circle, open, 0, "u_2")).rejects.toThrow(StoreConflict);
      await expect(store.putSurvey(city, circle, open, 2, "u_2")).rejects.toThrow(/is at version 1/);
      await store.putSurvey(city, circle, { openToAll: false, closed: true, since: "2026-09-01" }, 1, "u_2");
      await expect(store.putSurvey(city, circle, { ...open, since: "2026-02-30" }, 2, "u_2")).rejects.toThrow(
        InvalidInput,
      );
      expect(await store.getSurvey(city, circle)).toEqual({
        openToAll: false,
        closed: true,
        since: "2026-09-01",
        version: 2,
      });
      await expect(store.putSurvey(city, "c_zzzzzz", open, 0, "u_1")).rejects.toThrow(NotFound);
    });

    test("take one answer for each token of the circle, and keep nothing that joins the two", async () => {
      const { store, city, circle } = await newCircle();
      const other = await newCircle();
      const [first, second] = hashes(2);
      const batch = await store.addSurveyBatch(city, circle, { label: "石桥里", tokenHashes: [first, second] }, "u_1");
      expect(batch).toMatchObject({ circle, label: "石桥里", count: 2, used: 0, by: "u_1", endedAt: null });
      expect(await store.surveyToken(city, circle, first)).toBe("fresh");
      expect(await store.surveyToken(other.city, other.circle, first)).toBeNull();
      expect(await store.addSurveyResponseOfToken(other.city, first, said(other.circle))).toBe(false);
      expect(await store.addSurveyResponseOfToken(city, first, said(circle))).toBe(true);
      expect(await store.addSurveyResponseOfToken(city, first, said(circle))).toBe(false);
      expect(await store.surveyToken(city, circle, first)).toBe("used");
      expect(await store.addSurveyResponseOfToken(city, "nobody's", said(circle))).toBe(false);
      const found = await store.surveyResponses(city, circle);
      expect(found).toEqual([{ ...said(circle), id: found[0].id, origin: "link" }]);
      expect(await store.listSurveyBatches(city, circle)).toMatchObject([{ id: batch.id, count: 2, used: 1 }]);
    });

    test("take a token once, however many send it at the same moment", async () => {
      const { store, city, circle } = await newCircle();
      const [token] = hashes(1);
      await store.addSurveyBatch(city, circle, { label: "x", tokenHashes: [token] }, "u_1");
      const taken = await Promise.all(
        Array.from({ length: 8 }, () => store.addSurveyResponseOfToken(city, token, said(circle))),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await store.surveyResponses(city, circle)).toHaveLength(1);
    });

    test("take nothing by links that were called in", async () => {
      const { store, city, circle } = await newCircle();
      const [token] = hashes(1);
      const { id } = await store.addSurveyBatch(city, circle, { label: "x", tokenHashes: [token] }, "u_1");
      const ended = await store.endSurveyBatch(city, circle, id);
      expect(ended.endedAt).not.toBeNull();
      expect(await store.endSurveyBatch(city, circle, id)).toEqual(ended);
      expect(await store.surveyToken(city, circle, token)).toBe("ended");
      expect(await store.addSurveyResponseOfToken(city, token, said(circle))).toBe(false);
      await expect(store.endSurveyBatch(city, circle, "b_zzzzzz")).rejects.toThrow(NotFound);
    });

    test("put a file of paper answers in the place of what it had, and count it all by circle", async () => {
      const { store, city, circle } = await newCircle();
      await store.addSurveyResponse(city, said(circle, { day: "2026-09-30", answers: { basicEnough: "no" } }));
      expect(await store.replacePaperResponses(city, "a.csv", [said(circle), said(circle)])).toEqual({
        added: 2,
        removed: 0,
      });
      const again = [said(circle, { day: "2026-09-02" })];
      expect(await store.replacePaperResponses(city, "a.csv", again)).toEqual({ added: 1, removed: 2 });
      // a file of that name about another circle is another file
      const draft = (await store.getCircle(city, circle))!;
      const [other] = await store.addCircles(city, [{ ...draft, name: "另一个" }], "u_1");
      expect(await store.replacePaperResponses(city, "a.csv", [said(other.id)])).toEqual({ added: 1, removed: 0 });
      expect(await store.replacePaperResponses(city, "a.csv", [said(other.id)])).toEqual({ added: 1, removed: 1 });
      await store.removeCircle(city, other.id, other.version);
      await store.replacePaperResponses(city, "b.csv", [said(circle, { answers: { convenient: "very" } })]);
      expect(await store.countSurveyAnswers(city, ["basicEnough", "convenient"])).toEqual({
        responses: [{ circle, count: 3 }],
        answers: [
          { circle, question: "basicEnough", answer: "no", count: 1 },
          { circle, question: "basicEnough", answer: "yes", count: 1 },
          { circle, question: "convenient", answer: "very", count: 1 },
        ],
      });
      // held anew: only answers from a day on count, in counts alone
      await store.putSurvey(city, circle, { openToAll: false, closed: false, since: "2026-09-02" }, 0, "u_1");
      expect(await store.countSurveyAnswers(city, ["basicEnough", "convenient"])).toEqual({
        responses: [{ circle, count: 2 }],
        answers: [
          { circle, question: "basicEnough", answer: "no", count: 1 },
          { circle, question: "basicEnough", answer: "yes", count: 1 },
        ],
      });
      const days = async (range: { from?: string; to?: string }) =>
        (await store.surveyResponses(city, circle, range)).map(({ day }) => day);
      expect(await days({})).toEqual(["2026-09-01", "2026-09-02", "2026-09-30"]);
      expect(await days({ from: "2026-09-02", to: "2026-09-02" })).toEqual(["2026-09-02"]);
    });

    test("refuse days that are none, circles that are not there, and go with their circle", async () => {
      const { store, city, circle } = await newCircle();
      await expect(store.addSurveyResponse(city, said(circle, { day: "2026-02-30" }))).rejects.toThrow(InvalidInput);
      await expect(store.addSurveyResponse(city, said("c_zzzzzz"))).rejects.toThrow(NotFound);
      await expect(store.replacePaperResponses(city, "a.csv", [said("c_zzzzzz")])).rejects.toThrow(NotFound);
      await store.addSurveyResponse(city, said(circle));
      await store.addSurveyBatch(city, circle, { label: "x", tokenHashes: hashes(3) }, "u_1");
      await store.putSurvey(city, circle, { openToAll: true, closed: false, since: null }, 0, "u_1");
      const { version } = (await store.getCircle(city, circle))!;
      await store.removeCircle(city, circle, version);
      expect(await store.surveyResponses(city, circle)).toEqual([]);
      expect(await store.listSurveyBatches(city, circle)).toEqual([]);
    });
  });
}
