/** A notice to print: the nearest shop for each kind of repair from one place, and a code that leads to the map. */
import { useEffect, useMemo } from "preact/hooks";
import { findOutlets } from "../api/client.ts";
import type { Outlet } from "../api/types.ts";
import { wholeMinutes } from "../i18n/format.ts";
import { localName, t } from "../i18n/index.ts";
import { Icon } from "../icons/icon.tsx";
import { repairIcons } from "../icons/repair.ts";
import { city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { goOwn, pageHref, urlState } from "../state/location.ts";
import { Failure, Notice, Skeleton } from "../ui/messages.tsx";
import { QrCode } from "../ui/qr-code.tsx";
import "../styles/sign.css";
import { words } from "./sign-words.ts";
import { largeKinds, searchedMinutes } from "./state.ts";

const listedAtMost = 1000;

export function SignPage() {
  const said = words.value;
  const { pin, place } = urlState.value;
  const own = city.value!;
  const shops = useMemo(() => createResource<Outlet[]>(), []);
  const key = pin?.join();
  useEffect(() => {
    if (!pin) return;
    const question = {
      categories: ["small-repair" as const],
      near: pin,
      minutes: searchedMinutes,
      limit: listedAtMost,
    };
    void shops.load(async (signal) => (await findOutlets(own.id, question, signal)).items);
  }, [own.id, key]);
  const { status, value, error } = shops.state.value;
  const address = location.origin + pageHref("/repair");
  const rows = largeKinds.value.map((kind) => ({
    kind,
    shop:
      value?.find((one) => one.status === "open" && one.services.some((service) => service.kind === kind.id)) ?? null,
  }));
  return (
    <main class="sign-page">
      <div class="sign-tools">
        <button type="button" class="button button-quiet" onClick={() => goOwn({ print: null })}>
          <Icon name="back" /> {said.back}
        </button>
        <button type="button" class="button button-primary" disabled={!value} onClick={() => print()}>
          <Icon name="print" /> {said.print}
        </button>
        <p class="muted">{said.hint}</p>
      </div>
      {pin ? null : <Notice icon="pin" tone="warn" title={said.needsPlace} />}
      {status === "failed" ? <Failure error={error} retry={shops.retry} /> : null}
      {status === "loading" ? <Skeleton lines={9} /> : null}
      {value ? (
        <article class="sign">
          {own.fictional ? <p class="sign-fiction">{t.value.fictional}</p> : null}
          <h1>{said.title}</h1>
          <p class="sign-place">{place && place !== "me" ? said.around(place) : said.aroundHere}</p>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.kind}</th>
                <th scope="col">{said.shop}</th>
                <th scope="col">{said.walk}</th>
                <th scope="col">{said.phone}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ kind, shop }) => (
                <tr key={kind.id}>
                  <th scope="row">
                    <Icon shape={repairIcons[kind.id]} size={1.5} /> {localName(kind)}
                  </th>
                  {shop ? (
                    <>
                      <td>
                        {shop.name || t.value.outlet.unnamed}
                        {shop.address ? <small>{shop.address}</small> : null}
                      </td>
                      <td class="sign-minutes">{said.minutes(wholeMinutes(shop.walkSeconds ?? 0))}</td>
                      <td class="sign-phone">{shop.phone ?? "—"}</td>
                    </>
                  ) : (
                    <td colSpan={3}>{said.none}</td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          <footer>
            <QrCode text={address} label={said.scan} />
            <div>
              <p class="sign-scan">{said.scan}</p>
              <p>
                {t.value.appName} · {t.value.pages.repair} · {localName(own)}
              </p>
              <p class="muted">{said.asOf(new Date().toISOString().slice(0, 10))}</p>
              <p class="muted">{own.attribution}</p>
            </div>
          </footer>
        </article>
      ) : null}
    </main>
  );
}
