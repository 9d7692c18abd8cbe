/** 天地图 as ground of the maps, where the operator has a key for browsers. Without one nothing of it is known here. */

/**
 * Tiles `vec_w` (ground) and `cva_w`, `eva_w` (names in Chinese, in English), WMTS 1.0.0 as on
 * http://lbs.tianditu.gov.cn/server/MapService.html. `_w` is spherical Mercator on CGCS2000, which differs from WGS-84 by
 * centimetres: unlike maps in GCJ-02 it lies under our data as it is.
 */
export interface Tianditu {
  /** Of the kind 浏览器端, which 天地图 expects to be seen by all and ties to names of sites. */
  key: string;
  /** Origins of the tile servers. */
  origins: readonly string[];
  /** Of the ground map: 审图号, which must be shown wherever it is. */
  reviewNumber: string;
}

/** Eight servers share the work. */
const ownOrigins = Array.from({ length: 8 }, (_, server) => `https://t${server}.tianditu.gov.cn`);

interface Settings {
  key: string | undefined;
  /** In the place of 天地图's own servers. */
  origins: readonly string[] | undefined;
  reviewNumber: string | undefined;
}

/**
 * Null without a key. RangeError where there is a key and no 审图号: the map's own changes from year to year, so only who
 * looks it up can say what must be shown.
 */
export function tiandituOf({ key, origins, reviewNumber }: Settings): Tianditu | null {
  if (!key) return null;
  if (!reviewNumber) {
    throw new RangeError("should be the 审图号 at the foot of https://www.tianditu.gov.cn, shown with every map of it");
  }
  return { key, origins: origins ?? ownOrigins, reviewNumber };
}

function tileAddresses({ key, origins }: Tianditu, layer: string): string[] {
  const query = [
    "SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0",
    `LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles`,
    `TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`,
  ].join("&");
  return origins.map((origin) => `${origin}/${layer}_w/wmts?${query}`);
}

export function viewTianditu(of: Tianditu) {
  return {
    id: "tianditu" as const,
    nameZh: "天地图",
    nameEn: "Tianditu",
    ground: tileAddresses(of, "vec"),
    labelsZh: tileAddresses(of, "cva"),
    labelsEn: tileAddresses(of, "eva"),
    maxZoom: 18,
    attribution: `天地图 · 审图号：${of.reviewNumber}`,
  };
}
