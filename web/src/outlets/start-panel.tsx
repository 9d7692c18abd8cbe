/** First sight: what this city's map holds, what is known, and what to do. */
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { categoryIcons } from "../icons/categories.ts";
import { city } from "../state/catalogue.ts";
import { reportNew } from "../report/open.ts";
import { TrackLink } from "../report/track-link.tsx";
import { LargeButton } from "../ui/topbar.tsx";
import { pageHref } from "../state/location.ts";

export function StartPanel({ onUseCenter }: { onUseCenter(): void }) {
  const words = t.value.start;
  const own = city.value;
  if (!own) return null;
  const known = own.knowledge?.claimed.length;
  return (
    <div class="start">
      <header class="panel-head">
        <h2>{words.title(localName(own))}</h2>
        <LargeButton />
      </header>
      <p class="lead">{words.lead}</p>
      {own.counts ? (
        <p class="figures">
          <strong>{words.outlets(own.counts.outlets)}</strong>
          <strong>{words.residences(own.counts.residences)}</strong>
          <strong>{words.households(own.counts.households)}</strong>
        </p>
      ) : null}
      {known === undefined ? null : known > 0 ? (
        <p class="muted">
          {words.knowledge(known)} {words.knowledgeHint}
        </p>
      ) : (
        <p class="muted">{words.knowledgeNone}</p>
      )}
      <button type="button" class="button" onClick={onUseCenter}>
        <Icon name="pin" /> {t.value.map.here}
      </button>
      <a class="row-link" href={pageHref("/repair")}>
        <Icon path={categoryIcons["small-repair"]} /> <span>{words.repairLink}</span> <Icon name="forward" size={1} />
      </a>
      <button type="button" class="row-link" onClick={() => reportNew()}>
        <Icon name="flag" /> <span>{t.value.report.newShop}</span> <Icon name="forward" size={1} />
      </button>
      <TrackLink />
      <section class="legend" aria-label={words.legend}>
        <h3>{words.legend}</h3>
        <ul>
          <li>
            <span class="mark mark-basic">
              <Icon path={categoryIcons["food-market"]} size={1.1} strokeWidth={2.2} />
            </span>
            {words.legendBasic}
          </li>
          <li>
            <span class="mark mark-quality">
              <Icon path={categoryIcons.bookstore} size={1.1} strokeWidth={2.2} />
            </span>
            {words.legendQuality}
          </li>
          <li>
            <span class="legend-rings" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {words.legendRings}
          </li>
        </ul>
      </section>
      <nav class="staff" aria-label={t.value.staff.title}>
        <h3>{t.value.staff.title}</h3>
        {(["coverage", "planning", "data"] as const).map((page) => (
          <a key={page} class="row-link" href={pageHref(`/${page}`)}>
            <span>
              {t.value.pages[page]} <small>{t.value.staff[page]}</small>
            </span>
            <Icon name="forward" size={1} />
          </a>
        ))}
      </nav>
    </div>
  );
}
