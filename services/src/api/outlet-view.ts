/** An outlet as the API shows it: with whether it is open and with links that open it in other maps. */
import { categoryOf } from "@quarterhour/data";
import type { Position } from "@quarterhour/isochrones";
import { openAt } from "../assessment/opening-hours.ts";
import { fromWgs84 } from "../intake/index.ts";
import type { Outlet } from "../store/store.ts";

interface MapLinks {
  /** 高德地图, GCJ-02. */
  amap: string;
  /** 百度地图, BD-09. */
  baidu: string;
  /** 腾讯地图, GCJ-02. */
  tencent: string;
}

export type OutletView = Outlet & { openNow: boolean | null; links: MapLinks };

export function viewOutlet(outlet: Outlet, now: Date): OutletView {
  return { ...outlet, openNow: outletOpenAt(outlet, now), links: mapLinks(outlet) };
}

/** Open at that moment? null where its hours are not known. An outlet that has closed for good or is planned is not. */
export function outletOpenAt(outlet: Outlet, moment: Date): boolean | null {
  if (outlet.status !== "open") return false;
  if (outlet.openingHours === null && outlet.attributes.open24h === true) return true;
  return openAt(outlet.openingHours, moment);
}

/** Addresses by which the three consumer maps show a marker, each in its own coordinates. */
function mapLinks(outlet: Pick<Outlet, "name" | "address" | "location" | "services">): MapLinks {
  const name = outlet.name || categoryOf(outlet.services[0].category).nameZh;
  const address = outlet.address ?? name;
  const gcj02 = converted(outlet.location, "gcj02");
  const bd09 = converted(outlet.location, "bd09");
  return {
    amap: `https://uri.amap.com/marker?${query({ position: gcj02.join(","), name, src: "quarterhour", coordinate: "gaode", callnative: "1" })}`,
    baidu: `https://api.map.baidu.com/marker?${query({ location: `${bd09[1]},${bd09[0]}`, title: name, content: address, output: "html", coord_type: "bd09ll", src: "quarterhour" })}`,
    tencent: `https://apis.map.qq.com/uri/v1/marker?${query({ marker: `coord:${gcj02[1]},${gcj02[0]};title:${plain(name)};addr:${plain(address)}`, referer: "quarterhour" })}`,
  };
}

function converted(location: Position, crs: "gcj02" | "bd09"): [string, string] {
  const [lng, lat] = fromWgs84(location, crs);
  return [lng.toFixed(6), lat.toFixed(6)];
}

/** 腾讯 separates the parts of a marker by ; and : and has no way to quote them. */
function plain(text: string): string {
  return text.replaceAll(/[;:|]/g, " ");
}

/** Percent-encoded except for the comma and colon that the three services show in their own documents. */
function query(parts: Record<string, string>): string {
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`)
    .join("&");
}
