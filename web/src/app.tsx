/** Which page the address names, once cities and categories are there. */
import { localName, t } from "./i18n/index.ts";
import { Icon } from "./icons/icon.tsx";
import { OutletPage } from "./outlets/page.tsx";
import { RepairPage } from "./repair/page.tsx";
import { cities, city } from "./state/catalogue.ts";
import { pageHref, urlState } from "./state/location.ts";
import { chooseCity, LanguageButton } from "./ui/chrome.tsx";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { lazy } from "./ui/lazy.tsx";
import { Failure, Notice, Skeleton } from "./ui/messages.tsx";
import { PageAlert } from "./ui/page-alert.tsx";

/** Pages brought when they are opened, so that residents looking for a shop do not carry them. */
const otherPages = {
  "/embed": lazy(() => import("./embed/page.tsx").then(({ EmbedPage }) => EmbedPage)),
  "/survey": lazy(() => import("./survey/page.tsx").then(({ SurveyPage }) => SurveyPage)),
  "/planning": lazy(() => import("./planning/page.tsx").then(({ PlanningPage }) => PlanningPage)),
  "/data": lazy(() => import("./stewardship/page.tsx").then(({ DataPage }) => DataPage)),
  "/coverage": lazy(() => import("./coverage/page.tsx").then(({ CoveragePage }) => CoveragePage)),
};

function PlainPage({ title, text }: { title: string; text: string }) {
  const words = t.value;
  return (
    <main class="plain">
      <LanguageButton />
      <h1>{title}</h1>
      <p>{text}</p>
      <ul class="plain-links">
        {(["/", "/repair"] as const).map((path) => (
          <li key={path}>
            <a class="button" href={pageHref(path)}>
              {path === "/" ? words.pages.outlets : words.pages.repair} <Icon name="forward" size={1} />
            </a>
          </li>
        ))}
      </ul>
    </main>
  );
}

function WithoutCity() {
  const words = t.value.city;
  const { status, value, error } = cities.state.value;
  const wanted = urlState.value.city;
  return (
    <main class="plain">
      <LanguageButton />
      <h1>{t.value.appName}</h1>
      {status === "failed" ? <Failure error={error} retry={cities.retry} /> : null}
      {status === "loading" ? <Skeleton lines={3} /> : null}
      {status === "ready" && value?.length === 0 ? <Notice title={words.none} hint={words.noneHint} /> : null}
      {status === "ready" && value?.length ? (
        <>
          <Notice icon="alert" tone="warn" title={words.unknown(wanted ?? "")} hint={words.unknownHint} />
          <ul class="plain-links">
            {value.map((one) => (
              <li key={one.id}>
                <button type="button" class="button" onClick={() => chooseCity(one.id)}>
                  {localName(one)}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </main>
  );
}

export function App() {
  return (
    <>
      <ErrorBoundary wholePage>
        <PageOfAddress />
      </ErrorBoundary>
      {city.value ? <PageAlert /> : null}
    </>
  );
}

function PageOfAddress() {
  const path = location.pathname.replace(/(.)\/+$/, "$1");
  const words = t.value;
  const OtherPage = path in otherPages ? otherPages[path as keyof typeof otherPages] : null;
  if (!OtherPage && path !== "/" && path !== "/repair" && path !== "/index.html") {
    return <PlainPage title={words.notFound.title} text={words.notFound.text} />;
  }
  if (!city.value) return <WithoutCity />;
  if (OtherPage) return <OtherPage />;
  return path === "/repair" ? <RepairPage /> : <OutletPage />;
}
