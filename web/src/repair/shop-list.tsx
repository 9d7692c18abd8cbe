/** Shops for one kind: open ones on top, nearest first, each with a call and a go button. */
import { keptAt } from "../api/request.ts";
import type { Outlet } from "../api/types.ts";
import { distanceText, wholeMinutes } from "../i18n/format.ts";
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { city } from "../state/catalogue.ts";
import { go } from "../state/location.ts";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { CallButton, OpenState, outletHours, WalkFigures } from "../ui/outlet-parts.tsx";
import { Why } from "../ui/why.tsx";
import { inListOrder } from "./arrange.ts";
import { arranged, byBeeline, isBeeline, kind, searchedMinutes, shops } from "./state.ts";

function Shop({ shop, number }: { shop: Outlet; number: number }) {
  const words = t.value.outlet;
  const hours = outletHours(shop);
  const name = shop.name || words.unnamed;
  return (
    <li class="shop">
      <span class="shop-number" aria-hidden="true">
        {number}
      </span>
      <div class="shop-text">
        <p class="shop-name">{name}</p>
        <p class="shop-walk">
          {typeof shop.walkSeconds === "number" ? (
            <WalkFigures seconds={shop.walkSeconds} meters={shop.walkMeters} />
          ) : (
            t.value.repair.beeline(distanceText(shop.walkMeters ?? 0, t.value))
          )}
        </p>
        <p class="shop-more">
          <OpenState outlet={shop} />
          {hours ? <span> {hours}</span> : null}
        </p>
        {shop.attributes.priceHint ? <p class="shop-more">{shop.attributes.priceHint}</p> : null}
        {shop.address ? <p class="shop-more">{shop.address}</p> : null}
      </div>
      <div class="shop-actions">
        <CallButton outlet={shop} large />
        <button
          type="button"
          class="button button-primary button-large"
          aria-label={words.goName(name)}
          onClick={() => go({ outlet: shop.id })}
        >
          <Icon name="walk" /> {words.go}
        </button>
      </div>
    </li>
  );
}

function Group({ title, shops: list, first }: { title: string; shops: Outlet[]; first: number }) {
  if (!list.length) return null;
  return (
    <section class="shop-group">
      <h3>{title}</h3>
      <ol class="shops">
        {list.map((shop, index) => (
          <Shop key={shop.id} shop={shop} number={first + index} />
        ))}
      </ol>
    </section>
  );
}

function NoneNear({ kindName }: { kindName: string }) {
  const words = t.value.repair;
  const claimed = city.value?.knowledge?.claimed.includes("small-repair") ?? false;
  const nearestBeyond = arranged.value.beyond[0];
  const known = claimed ? words.surveyed : words.notSurveyed;
  return nearestBeyond ? (
    <Notice
      icon="walk"
      tone="warn"
      title={words.none(kindName)}
      hint={`${words.nearest(wholeMinutes(nearestBeyond.walkSeconds ?? 0))} ${known}`}
    />
  ) : (
    <Notice
      icon="info"
      tone="warn"
      title={words.noneAtAll(kindName)}
      hint={`${words.farthest(searchedMinutes)} ${known}`}
    />
  );
}

export function ShopList() {
  const words = t.value.repair;
  const { status, value, error } = shops.state.value;
  const name = kind.value ? localName(kind.value) : "";
  const noWay = Boolean(value?.reason);
  if (status === "failed") return <Failure error={error} retry={shops.retry} />;
  if (status === "loading" || !value) {
    return (
      <>
        <p class="muted">{words.loading}</p>
        <Skeleton lines={6} />
      </>
    );
  }
  if (noWay) return <Notice icon="alert" tone="warn" title={words.noPlaceWay} hint={words.noPlaceWayHint} />;
  if (isBeeline.value) {
    return (
      <>
        <Notice icon="offline" tone="warn" title={words.walkUnknown} hint={words.walkUnknownHint} />
        <Group title={words.byDistance} shops={byBeeline.value} first={1} />
      </>
    );
  }
  const groups = arranged.value;
  const all = inListOrder(groups);
  const near = all.length - groups.beyond.length;
  return (
    <>
      <p class={near ? "shop-count" : "visually-hidden"} role="status">
        {near ? words.results(near, name) : words.none(name)}
      </p>
      {near ? null : <NoneNear kindName={name} />}
      {value.settings ? (
        <Why
          facts={{
            counted: t.value.why.countedRepair,
            settings: value.settings,
            dataDate: city.value?.osmDate ?? null,
            networkVersion: city.value?.networkVersion ?? null,
          }}
        />
      ) : null}
      <Group title={words.open} shops={groups.open} first={1} />
      <Group
        title={keptAt.value ? words.unknownNow : words.unknownHours}
        shops={groups.unknown}
        first={1 + groups.open.length}
      />
      <Group title={words.shut} shops={groups.shut} first={1 + groups.open.length + groups.unknown.length} />
      <Group title={words.beyond} shops={groups.beyond} first={1 + near} />
    </>
  );
}
