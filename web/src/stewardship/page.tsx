/** `/data`: what comes in, what waits for a person, and who may do what. */
import { computed } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { goOwn, urlState } from "../state/location.ts";
import { account, may, provider } from "../state/session.ts";
import { Desk } from "../ui/desk.tsx";
import { LoginNeeded } from "../ui/login-needed.tsx";
import { Notice } from "../ui/messages.tsx";
import "../styles/stewardship.css";
import { Accounts, invitationToken, TakeInvitation } from "./accounts.tsx";
import { Audit } from "./audit.tsx";
import { ImportList } from "./imports/list.tsx";
import { ImportPreview } from "./imports/preview.tsx";
import { followImports, importId } from "./imports/state.ts";
import { Indicators } from "./indicators.tsx";
import { Ledgers } from "./ledgers.tsx";
import { OutletEditing } from "./places/outlets.tsx";
import { Sites } from "./places/sites.tsx";
import { DuplicateQueue } from "./queues/duplicates.tsx";
import { RatingQueue } from "./queues/ratings.tsx";
import { ReportQueue } from "./queues/reports.tsx";
import { dataWords } from "./words.ts";

function Imports() {
  return importId.value ? <ImportPreview /> : <ImportList />;
}

const sections = {
  imports: Imports,
  duplicates: DuplicateQueue,
  reports: ReportQueue,
  ratings: RatingQueue,
  outlets: OutletEditing,
  sites: Sites,
  ledgers: Ledgers,
  indicators: Indicators,
  accounts: Accounts,
  audit: Audit,
} satisfies Record<string, ComponentType>;

type SectionName = keyof typeof sections;
const names = Object.keys(sections) as SectionName[];
/** Ledgers are everybody's; accounts and the log are the administrator's. */
const open = new Set<SectionName>(["ledgers", "indicators"]);
const administrators = new Set<SectionName>(["accounts", "audit"]);

const section = computed<SectionName>(() => names.find((name) => name === urlState.value.own["section"]) ?? "imports");

function Content() {
  const words = dataWords.value;
  const token = invitationToken();
  if (token) return <TakeInvitation token={token} />;
  const Section = sections[section.value];
  if (!account.value && !open.has(section.value)) {
    // Who comes in by a provider has nothing to do with the first start.
    const hint = provider.value ? words.loginHint : words.loginHint + words.firstPassword;
    return (
      <div class="section">
        <LoginNeeded title={words.loginNeeded} hint={hint} />
      </div>
    );
  }
  if (administrators.has(section.value) && !may("admin")) {
    return (
      <div class="section">
        <Notice icon="info" title={words.adminOnly} />
      </div>
    );
  }
  return <Section />;
}

export function DataPage() {
  const words = dataWords.value;
  useEffect(followImports, []);
  const shown = names.filter((name) => !administrators.has(name) || may("admin"));
  return (
    <Desk current="/data" title={words.title}>
      <div class="stewardship">
        <nav class="sections" aria-label={words.title}>
          {shown.map((name) => (
            <button
              type="button"
              key={name}
              aria-current={name === section.value ? "page" : undefined}
              onClick={() => goOwn({ section: name === "imports" ? null : name, import: null, rows: null })}
            >
              {words.sections[name]}
            </button>
          ))}
        </nav>
        <div class="section-room" tabIndex={0}>
          <Content />
        </div>
      </div>
    </Desk>
  );
}
