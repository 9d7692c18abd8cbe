/** The lists that bureaus keep, as files that open in Excel or a GIS and import again as they were. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ask, cityPath } from "../api/request.ts";
import { localName, t } from "../i18n/index.ts";
import { categoriesById, city } from "../state/catalogue.ts";
import { createResource } from "../state/loadable.ts";
import { Failure, Skeleton } from "../ui/messages.tsx";
import { dataWords } from "./words.ts";

interface Ledger {
  id: string;
  nameZh: string;
  nameEn: string;
  bureauZh: string;
  bureauEn: string;
  categories: string[];
}

const ledgers = createResource<Ledger[]>();
const format = signal("xlsx");
const crs = signal("wgs84");
/** What each format can hold. */
const systemsOf: Record<string, readonly string[]> = {
  xlsx: ["wgs84", "gcj02", "bd09", "EPSG:4490"],
  csv: ["wgs84", "gcj02", "bd09", "EPSG:4490"],
  geojson: ["wgs84"],
  gpkg: ["wgs84", "EPSG:4490"],
};

export function Ledgers() {
  const words = dataWords.value.ledgers;
  const { status, value, error } = ledgers.state.value;
  useEffect(() => {
    void ledgers.load(async (aborted) => (await ask<{ items: Ledger[] }>("/api/ledgers", { signal: aborted })).items);
  }, []);
  const href = (ledger: Ledger) =>
    `${cityPath(city.value?.id ?? "")}/ledgers/${ledger.id}?${new URLSearchParams({ format: format.value, crs: crs.value })}`;
  return (
    <div class="section">
      <h2>{words.title}</h2>
      <p class="muted">{words.hint}</p>
      <div class="button-row">
        <label class="choice">
          <span>{words.format}</span>
          <select
            class="select-quiet"
            value={format.value}
            onChange={(event) => {
              format.value = event.currentTarget.value;
              if (!systemsOf[format.value].includes(crs.value)) crs.value = "wgs84";
            }}
          >
            <option value="xlsx">Excel</option>
            <option value="csv">CSV</option>
            <option value="geojson">GeoJSON</option>
            <option value="gpkg">GeoPackage</option>
          </select>
        </label>
        <label class="choice">
          <span>{words.crs}</span>
          <select class="select-quiet" value={crs.value} onChange={(event) => (crs.value = event.currentTarget.value)}>
            {systemsOf[format.value].map((one) => (
              <option key={one} value={one}>
                {words.systems[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      {status === "failed" ? <Failure error={error} retry={ledgers.retry} /> : null}
      {status === "loading" ? <Skeleton lines={8} /> : null}
      {value ? (
        <table class="data-table">
          <thead>
            <tr>
              <th scope="col">{words.bureau}</th>
              <th scope="col">{words.categories}</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {value.map((ledger) => (
              <tr key={ledger.id}>
                <td>
                  <strong>{localName(ledger)}</strong>
                  <br />
                  <span class="muted">{localName({ nameZh: ledger.bureauZh, nameEn: ledger.bureauEn })}</span>
                </td>
                <td>
                  {ledger.categories.length
                    ? t.value.list(
                        ledger.categories.map((id) => {
                          const own = categoriesById.value.get(id as never);
                          return own ? localName(own) : id;
                        }),
                      )
                    : words.all}
                </td>
                <td>
                  <a class="button button-small" href={href(ledger)} download>
                    {words.download}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
