// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

import { call } from "../call.ts";
import type { Job } from "./shared.ts";

export const reports = {
  /** The figures of a circle's report, one line per category */
  getCircleReportCsv: call<{ city: string; id: string }, never, string>(
    "GET /api/cities/{city}/circles/{id}/report.csv",
    "text",
  ),
  /** 一圈一策: the report of a circle as a text document */
  getCircleReportDocx: call<{ city: string; id: string }, never, Uint8Array>(
    "GET /api/cities/{city}/circles/{id}/report.docx",
    "bytes",
  ),
  /** A circle, its rings, homes, outlets and projects, with their figures */
  getCircleReportGeoJson: call<{ city: string; id: string }, never, { type: "FeatureCollection" }>(
    "GET /api/cities/{city}/circles/{id}/report.geojson",
  ),
  /** The same as a workbook, a sheet for each table */
  getCircleReportXlsx: call<{ city: string; id: string }, never, Uint8Array>(
    "GET /api/cities/{city}/circles/{id}/report.xlsx",
    "bytes",
  ),
  /** Coverage of a district and its parts, a line per category */
  getDistrictReportCsv: call<{ city: string; area: string }, never, string>(
    "GET /api/cities/{city}/reports/district/{area}.csv",
    "text",
  ),
  /** A district's circles, coverage, worst communities and projects, as a text document */
  getDistrictReportDocx: call<{ city: string; area: string }, never, Uint8Array>(
    "GET /api/cities/{city}/reports/district/{area}.docx",
    "bytes",
  ),
  /** The parts of a district and its circles, with figures */
  getDistrictReportGeoJson: call<{ city: string; area: string }, never, { type: "FeatureCollection" }>(
    "GET /api/cities/{city}/reports/district/{area}.geojson",
  ),
  /** The same as a workbook */
  getDistrictReportXlsx: call<{ city: string; area: string }, never, Uint8Array>(
    "GET /api/cities/{city}/reports/district/{area}.xlsx",
    "bytes",
  ),
  /** All outlets of a circle in a booklet: address, telephone, hours, minutes */
  getHandbook: call<
    {
      city: string;
      id: string;
      /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
    },
    never,
    Uint8Array
  >("GET /api/cities/{city}/circles/{id}/handbook.pdf", "bytes"),
  /** A card for one home: the nearest of each basic category, minutes, telephone */
  getHouseholdCard: call<
    {
      city: string;
      id: string;
      /** a5: with a map */ paper?: "a5" | "a6";
    },
    never,
    Uint8Array
  >("GET /api/cities/{city}/residences/{id}/card.pdf", "bytes"),
  /** 导视图: the sign map of a circle, ready to print */
  getSignMapPdf: call<
    {
      city: string;
      id: string;
      paper?: "a3" | "a4";
      orientation?: "portrait" | "landscape";
      /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
    },
    never,
    Uint8Array
  >("GET /api/cities/{city}/circles/{id}/sign.pdf", "bytes"),
  /** 导视图: the sign map of a circle, for printing and for drawing programs */
  getSignMapSvg: call<
    {
      city: string;
      id: string;
      paper?: "a3" | "a4";
      orientation?: "portrait" | "landscape";
      /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
    },
    never,
    string
  >("GET /api/cities/{city}/circles/{id}/sign.svg", "text"),
  /** Make a document of a circle as a job that tells how far it is */
  makeCircleDocument: call<{ city: string; id: string }, MakeCircleDocumentBody, { job: Job }>(
    "POST /api/cities/{city}/circles/{id}/documents",
  ),
};

export interface MakeCircleDocumentBody {
  file: "report.docx" | "report.xlsx" | "sign.svg" | "sign.pdf" | "handbook.pdf";
  paper?: "a3" | "a4";
  orientation?: "portrait" | "landscape";
  /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
}
