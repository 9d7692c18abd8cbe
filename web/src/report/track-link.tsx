/** Leads to what became of a report. */
import { useSignal } from "@preact/signals";
import { Icon } from "../icons/icon.tsx";
import { t } from "../i18n/index.ts";
import { lazy } from "../ui/lazy.tsx";

const LazyTrack = lazy(() => import("./track-form.tsx").then(({ TrackDialog }) => TrackDialog), { inline: true });

export function TrackLink() {
  const isOpen = useSignal(false);
  return (
    <>
      <button type="button" class="row-link" onClick={() => (isOpen.value = true)}>
        <Icon name="search" /> <span>{t.value.report.track}</span> <Icon name="forward" size={1} />
      </button>
      {isOpen.value ? <LazyTrack onClose={() => (isOpen.value = false)} /> : null}
    </>
  );
}
