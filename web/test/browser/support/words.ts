/** What the pages say, from their own dictionaries: a test asks for a button by the word that stands in the code. */
import type { Lang } from "../../../src/state/url-state.ts";

/** The dictionaries read their language from the address and remember it; outside a browser there is neither. */
Object.assign(globalThis, {
  location: { search: "", pathname: "/" },
  history: { pushState() {}, replaceState() {} },
  document: { documentElement: {} },
  addEventListener() {},
});

const [{ go }, i18n, planning, scenario, coverage, data, report] = await Promise.all([
  import("../../../src/state/location.ts"),
  import("../../../src/i18n/index.ts"),
  import("../../../src/planning/words.ts"),
  import("../../../src/planning/scenario/words.ts"),
  import("../../../src/coverage/words.ts"),
  import("../../../src/stewardship/words.ts"),
  import("../../../src/report/words.ts"),
]);

function read(lang: Lang) {
  go({ lang });
  return {
    ui: i18n.t.value,
    planning: planning.planningWords.value,
    scenario: scenario.scenarioWords.value,
    coverage: coverage.coverageWords.value,
    data: data.dataWords.value,
    report: report.words.value,
  };
}

const said = { zh: read("zh"), en: read("en") };
export type Words = (typeof said)["zh"];

export function wordsIn(lang: Lang): Words {
  return said[lang];
}
