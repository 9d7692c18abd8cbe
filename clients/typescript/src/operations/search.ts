// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";

export const search = {
  /** Compounds, places, areas, outlets and residences by name, address, pinyin or initials */
  search: call<
    {
      city: string;
      /** What to look for */ q: string;
      /** Entries per page */ limit?: number;
    },
    never,
    { items: SearchHit[] }
  >("GET /api/cities/{city}/search"),
};

export interface SearchHit {
  type: "compound" | "place" | "area" | "outlet" | "residence";
  id: string;
  name: string;
  address: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  /** West, south, east, north in degrees, WGS-84 */ bbox?: number[];
}
