/** Outlets that share one mark on the map, as a list. */
import { useEffect, useMemo } from "preact/hooks";
import { getOutlet } from "../api/client.ts";
import type { Outlet } from "../api/types.ts";
import { categoryIcons } from "../icons/categories.ts";
import { Icon } from "../icons/icon.tsx";
import { localName, t } from "../i18n/index.ts";
import { categoriesById, city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { go } from "../state/location.ts";
import { day } from "../time/day.ts";
import { mapView } from "../ui/map-stage.tsx";
import { Failure, Skeleton } from "../ui/messages.tsx";
import { OpenState } from "../ui/outlet-parts.tsx";

const listedAtMost = 30;

export function GroupPanel({ ids, onClose }: { ids: string[]; onClose(): void }) {
  const words = t.value;
  const members = useMemo(() => createResource<Outlet[]>(), []);
  const cityId = city.value?.id;
  const key = ids.join("|");
  const then = day.value;
  useEffect(() => {
    if (!cityId) return;
    const wanted = key.split("|").slice(0, listedAtMost);
    void members.load((abort) => Promise.all(wanted.map((id) => getOutlet(cityId, id, abort, then))));
  }, [key, cityId, members, then]);
  const { status, value, error } = members.state.value;
  const zoomIn = () => {
    if (!value?.length) return;
    const lngs = value.map(({ location }) => location[0]);
    const lats = value.map(({ location }) => location[1]);
    mapView.value?.camera.revealBox([Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)], 19);
    onClose();
  };
  return (
    <div class="group">
      <header class="panel-head">
        <button type="button" class="icon-button" aria-label={words.back} onClick={onClose}>
          <Icon name="back" />
        </button>
        <h2>{words.outlet.several(ids.length)}</h2>
        <button type="button" class="text-button" onClick={zoomIn}>
          {words.outlet.zoomHere}
        </button>
      </header>
      {status === "failed" ? <Failure error={error} retry={members.retry} /> : null}
      {status === "loading" ? <Skeleton lines={5} /> : null}
      <ul class="present">
        {(value ?? []).map((one) => {
          const category = categoriesById.value.get(one.services[0]?.category);
          return (
            <li key={one.id}>
              <button type="button" class="present-row" onClick={() => go({ outlet: one.id })}>
                <span class={`mark mark-${category?.tier ?? "basic"}`}>
                  {category ? <Icon path={categoryIcons[category.id]} size={1.15} strokeWidth={2.1} /> : null}
                </span>
                <span class="present-text">
                  <span class="present-name">{one.name || words.outlet.unnamed}</span>
                  <span class="present-nearest">{category ? localName(category) : ""}</span>
                </span>
                <OpenState outlet={one} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
