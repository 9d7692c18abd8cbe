import type { Store } from "../../src/store/index.ts";
import { artifactsContract } from "./contract/artifacts.ts";
import { circlesContract } from "./contract/circles.ts";
import { citiesContract } from "./contract/cities.ts";
import { duplicatesContract } from "./contract/duplicates.ts";
import { historyContract } from "./contract/history.ts";
import { inboxContract } from "./contract/inbox.ts";
import { outletsContract } from "./contract/outlets.ts";
import { projectsContract } from "./contract/projects.ts";
import { residencesContract } from "./contract/residences.ts";
import { scenariosContract } from "./contract/scenarios.ts";
import { stockContract } from "./contract/stock.ts";
import { surveysContract } from "./contract/surveys.ts";
import { transactionsContract } from "./contract/transactions.ts";

/** What every store must do. All tests share the store of the caller, who opens and closes it. */
export function storeContract(getStore: () => Store): void {
  citiesContract(getStore);
  outletsContract(getStore);
  historyContract(getStore);
  duplicatesContract(getStore);
  inboxContract(getStore);
  circlesContract(getStore);
  scenariosContract(getStore);
  surveysContract(getStore);
  projectsContract(getStore);
  residencesContract(getStore);
  stockContract(getStore);
  transactionsContract(getStore);
  artifactsContract(getStore);
}
