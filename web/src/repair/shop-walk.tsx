/** One shop: the walk drawn and in words, calling, and the phone's own maps. */
import { ApiError } from "../api/request.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import type { Outlet } from "../api/types.ts";
import { city } from "../state/catalogue.ts";
import { go } from "../state/location.ts";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { CallButton, GoWith, OpenState, outletHours } from "../ui/outlet-parts.tsx";
import { reportOutlet } from "../report/open.ts";
import { ShareButton } from "../ui/share-button.tsx";
import { WalkWords } from "../ui/walk-words.tsx";
import { walk } from "./state.ts";

export function ShopWalk({ shop }: { shop: Outlet }) {
  const words = t.value;
  const { status, value, error } = walk.state.value;
  const hours = outletHours(shop);
  return (
    <div class="shop-walk-panel">
      <header class="panel-head">
        <button type="button" class="icon-button" aria-label={words.back} onClick={() => go({ outlet: null })}>
          <Icon name="back" />
        </button>
        <h2>{shop.name || words.outlet.unnamed}</h2>
      </header>
      <p class="shop-more">
        <OpenState outlet={shop} />
        {hours ? <span> {hours}</span> : null}
      </p>
      {shop.address ? <p class="shop-more">{shop.address}</p> : null}
      <div class="button-row">
        <CallButton outlet={shop} large />
        <ShareButton title={shop.name || words.outlet.unnamed} large />
      </div>
      {status === "failed" ? (
        error instanceof ApiError && error.status === 422 ? (
          <Notice icon="walk" tone="warn" title={words.outlet.noRoute} hint={words.outlet.noRouteHint} />
        ) : (
          <Failure error={error} retry={walk.retry} />
        )
      ) : value ? (
        <WalkWords route={value} dataDate={city.value?.osmDate ?? null} />
      ) : (
        <Skeleton lines={3} />
      )}
      <GoWith outlet={shop} />
      <button
        type="button"
        class="row-link"
        onClick={() => reportOutlet({ id: shop.id, name: shop.name || words.outlet.unnamed })}
      >
        <Icon name="flag" /> <span>{words.report.wrong}</span> <Icon name="forward" size={1} />
      </button>
    </div>
  );
}
