/** Small helpers that keep style layers readable. */
import type { ExpressionSpecification, FilterSpecification } from "maplibre-gl";

/** Grows with the zoom: pairs of zoom and value. */
export function byZoom(...stops: number[]): ExpressionSpecification {
  return ["interpolate", ["exponential", 1.5], ["zoom"], ...stops] as unknown as ExpressionSpecification;
}

export function kindIn(...kinds: string[]): FilterSpecification {
  return ["in", ["get", "kind"], ["literal", kinds]];
}

export function both(...filters: FilterSpecification[]): FilterSpecification {
  return ["all", ...filters] as FilterSpecification;
}

/** Name in the page's language, Chinese where there is no English one. */
export function nameIn(lang: "zh" | "en"): ExpressionSpecification {
  return lang === "en" ? ["coalesce", ["get", "nameEn"], ["get", "name"], ""] : ["coalesce", ["get", "name"], ""];
}

/** System faces; the first entry only tells the renderer the weight, since it reads it from that name. */
export function fontStack(weight: "regular" | "medium"): string[] {
  return [`Quarterhour ${weight}`, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif"];
}
