// Made by bin/generate.ts from the OpenAPI document. Do not change it by hand.

export interface Operations {
  /** Merge all open pairs from a score on; each can be undone by itself (POST /api/cities/{city}/duplicates/bulk) */
  acceptDuplicates: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: {
      /** At least thresholds.sure */ minScore: number;
    };
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** Say of all open pairs from a score on that they are the same; each can be taken back (POST /api/cities/{city}/imports/{id}/duplicates/bulk) */
  acceptImportDuplicates: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      /** At least thresholds.sure */ minScore: number;
    };
    answer: {
      decided: number;
    };
  };
  /** Take the best candidate of every row that waits, from a confidence on (POST /api/cities/{city}/imports/{id}/places/accept) */
  acceptImportPlaces: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      minConfidence: number;
    };
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** Add an account; its owner chooses the password by the invitation (POST /api/accounts) */
  addAccount: {
    parameters: object;
    body: AddAccountBody;
    answer: {
      account: AddAccountAccount;
      invitation: AddAccountInvitation;
    };
  };
  /** Keep a circle that was drawn (POST /api/cities/{city}/circles) */
  addCircle: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: AddCircleBody;
    answer: AddCircleAnswer;
  };
  /** Send a file that goes with evidence: a picture or a PDF (POST /api/cities/{city}/circles/{id}/files) */
  addCircleFile: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: FormData;
    answer: AddCircleFileAnswer;
  };
  /** A key for a machine; it is told once (POST /api/keys) */
  addKey: {
    parameters: object;
    body: AddKeyBody;
    answer: AddKeyAnswer;
  };
  /** Add an outlet by hand (POST /api/cities/{city}/outlets) */
  addOutlet: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: AddOutletBody;
    answer: AddOutletAnswer;
  };
  /** Put a project on the list (POST /api/cities/{city}/projects) */
  addProject: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: AddProjectBody;
    answer: AddProjectAnswer;
  };
  /** Take sites that siting found over into the list, with what they promise (POST /api/cities/{city}/projects/from-siting) */
  addProjectsFromSiting: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: AddProjectsFromSitingBody;
    answer: {
      items: AddProjectAnswer[];
    };
  };
  /** Report what is new, closed, moved or wrong; nobody needs an account, and nothing is kept of who says it (POST /api/cities/{city}/reports) */
  addReport: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: AddReportBody | FormData;
    answer: AddReportAnswer;
  };
  /** Enter a spare site (POST /api/cities/{city}/sites) */
  addSite: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: AddSiteBody;
    answer: AddSiteAnswer;
  };
  /** Make links to give out; each is good for one answer (POST /api/cities/{city}/surveys/{circle}/batches) */
  addSurveyLinks: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: {
      count: number;
      /** Whom they are for */ label: string;
    };
    answer: AddSurveyLinksAnswer;
  };
  /** Answer questions, say what columns and values mean: all rows are judged again (PATCH /api/cities/{city}/imports/{id}) */
  answerImport: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: AnswerImportBody;
    answer: {
      job: AcceptDuplicatesJob;
      import: AnswerImportImport | null;
    };
  };
  /** Answer the satisfaction form; nobody needs an account, and nothing is kept of who answers (POST /api/cities/{city}/surveys/{circle}/responses) */
  answerSurvey: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: AnswerSurveyBody;
    answer: Record<string, unknown>;
  };
  /** Who lives there, 有没有 and 好不好 with each point explained, and who really reaches what (GET /api/cities/{city}/circles/{id}/assessment) */
  assessCircle: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: AssessCircleAnswer;
  };
  /** Cancel it; nothing half done is left (DELETE /api/jobs/{id}) */
  cancelJob: {
    parameters: {
      id: string;
    };
    body: never;
    answer: AcceptDuplicatesJob;
  };
  /** Change name, rights or state; other rights end the account's sessions (PATCH /api/accounts/{id}) */
  changeAccount: {
    parameters: {
      id: string;
    };
    body: ChangeAccountBody;
    answer: AddAccountAccount;
  };
  /** Change a circle; what is left out stays as it is (PATCH /api/cities/{city}/circles/{id}) */
  changeCircle: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: ChangeCircleBody;
    answer: AddCircleAnswer;
  };
  /** Set what homes that nobody has counted are estimated by; a job estimates them anew (PATCH /api/cities/{city}) */
  changeCity: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: {
      estimate: ChangeCityEstimate;
    };
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** Change the own password; all other sessions end (POST /api/session/password) */
  changePassword: {
    parameters: object;
    body: {
      /** The password until now */ current: string;
      /** The new one */ next: string;
    };
    answer: {
      account: AddAccountAccount | null;
      csrf: string | null;
    };
  };
  /** Change a project: what is left out stays; a new state joins its history (PUT /api/cities/{city}/projects/{id}) */
  changeProject: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: ChangeProjectBody;
    answer: AddProjectAnswer;
  };
  /** A new version of a scenario (PUT /api/cities/{city}/scenarios/{id}) */
  changeScenario: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: ChangeScenarioBody;
    answer: ChangeScenarioAnswer;
  };
  /** Take it in, all in one (POST /api/cities/{city}/imports/{id}/commit) */
  commitImport: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      /** Leave out rows that are bad or wait */ skipBad?: boolean;
    } | null;
    answer: {
      job: AcceptDuplicatesJob;
      import: AnswerImportImport | null;
    };
  };
  /** Households that gained or lost a category between two days, by area (GET /api/cities/{city}/coverage/compare) */
  compareCoverage: {
    parameters: {
      /** The earlier day */ from: string;
      /** The later day; today when left out */ to?: string;
      /** Which areas */ level?: "city" | "district" | "street" | "community";
      /** Category ids, separated by commas */ category?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: CompareCoverageAnswer;
  };
  /** Scenarios side by side (GET /api/cities/{city}/scenarios/compare) */
  compareScenarios: {
    parameters: {
      /** Two to six, by comma */ ids: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: CompareScenariosAnswer;
  };
  /** Where one gets on foot in so many minutes, and what is there (POST /api/cities/{city}/isochrones) */
  computeIsochrones: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: ComputeIsochronesBody;
    answer: ComputeIsochronesAnswer;
  };
  /** Walking times from many places to many, up to 250000 pairs (POST /api/cities/{city}/matrix) */
  computeMatrix: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: ComputeMatrixBody;
    answer: ComputeMatrixAnswer;
  };
  /** Say what two outlets are; the same ones are merged, with what each source says kept apart (POST /api/cities/{city}/duplicates/{id}) */
  decideDuplicate: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      /** same: they are merged; different: never proposed again unless one changes; skip: nobody can tell */ decision:
        | "same"
        | "different"
        | "skip";
      /** Of two that are the same, which stays */ keep?: string;
    };
    answer: DecideDuplicateAnswer;
  };
  /** Say what a row and what it looks like are, or take that back; the commit does it (PATCH /api/cities/{city}/imports/{id}/duplicates/{pair}) */
  decideImportDuplicate: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
      pair: number;
    };
    body: {
      decision: ("same" | "different") | null;
    };
    answer: DecideImportDuplicateAnswer;
  };
  /** Accept a report, which changes the outlet, reject it, or take the decision back (PATCH /api/cities/{city}/reports/{id}) */
  decideReport: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: DecideReportBody;
    answer: DecideReportAnswer;
  };
  /** Discard what is staged; nothing of it was taken in (DELETE /api/cities/{city}/imports/{id}) */
  discardImport: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Change fields by hand; they outlive the next import of its table (PATCH /api/cities/{city}/outlets/{id}) */
  editOutlet: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: EditOutletBody;
    answer: AddOutletAnswer;
  };
  /** Change fields by hand; they outlive the next import of its table (PATCH /api/cities/{city}/sites/{id}) */
  editSite: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: EditSiteBody;
    answer: AddSiteAnswer;
  };
  /** Withdraw it: the data speaks for itself again (DELETE /api/cities/{city}/circles/{id}/evidence/{measure}) */
  endEvidence: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
      /** A measure of the table 好不好 (attachment 3) */ measure:
        | "needAndProjectLists"
        | "listsCarriedOut"
        | "sampleShare"
        | "categorySatisfiedShare"
        | "serviceSatisfiedShare"
        | "convenienceServiceKinds"
        | "convenienceOpen24h"
        | "breakfastKinds"
        | "breakfastDelivering"
        | "retailDelivering"
        | "marketAreaSufficient"
        | "marketServices"
        | "repairKinds"
        | "repairTidy"
        | "elderlyCareAreaSufficient"
        | "elderlyCareServices"
        | "childcareAreaSufficient"
        | "childcareServices"
        | "chainShare"
        | "cityTier"
        | "eventsThisYear"
        | "scanToPayAndCameras"
        | "machinesByKind"
        | "signMap"
        | "platformShopShare"
        | "platformResidentShare"
        | "harmony";
    };
    body: never;
    answer: null;
  };
  /** Call links in: those that were not used are good for nothing any more (DELETE /api/cities/{city}/surveys/{circle}/batches/{batch}) */
  endSurveyLinks: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
      batch: string;
    };
    body: never;
    answer: EndSurveyLinksAnswer;
  };
  /** The circles with their points as a table for spreadsheets (GET /api/cities/{city}/circles.csv) */
  exportCirclesCsv: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: string;
  };
  /** The circles as GeoJSON; it can be read in again as it is (GET /api/cities/{city}/circles.geojson) */
  exportCirclesGeoJson: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      type: "FeatureCollection";
      features: ExportCirclesGeoJsonFeatures[];
    };
  };
  /** Homes, areas or spare sites as a file that opens in Excel or GIS, and imports again as it was (GET /api/cities/{city}/exports/{what}) */
  exportLayer: {
    parameters: {
      /** shp: a zipped Shapefile */ format?: "csv" | "xlsx" | "geojson" | "gpkg" | "shp";
      /** wgs84 (when left out), gcj02, bd09, EPSG:4490, EPSG:4547 … */ crs?: string;
      /** Short name of the city */ city: string;
      what: "residences" | "areas" | "sites";
    };
    body: never;
    answer: string;
  };
  /** A bureau's outlets as a file that opens in Excel or GIS, and imports again as it was (GET /api/cities/{city}/ledgers/{ledger}) */
  exportLedger: {
    parameters: {
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
      /** shp: a zipped Shapefile */ format?: "csv" | "xlsx" | "geojson" | "gpkg" | "shp";
      /** wgs84 (when left out), gcj02, bd09, EPSG:4490, EPSG:4547 … */ crs?: string;
      /** Short name of the city */ city: string;
      ledger: string;
    };
    body: never;
    answer: string;
  };
  /** The filtered outlets as a table for spreadsheets (GET /api/cities/{city}/outlets.csv) */
  exportOutletsCsv: {
    parameters: {
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: string;
  };
  /** The filtered outlets as GeoJSON (GET /api/cities/{city}/outlets.geojson) */
  exportOutletsGeoJson: {
    parameters: {
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      type: "FeatureCollection";
      features: ExportOutletsGeoJsonFeatures[];
    };
  };
  /** The list in the form of attachment 6, for Excel (GET /api/cities/{city}/projects/export) */
  exportProjects: {
    parameters: {
      /** Id of the circle */ circle?: string;
      /** Name of the community */ community?: string;
      /** Of proposed, accepted, underway, opened, dropped; several with commas */ state?: string;
      /** One of the 50 categories */ category?:
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine";
      format?: "csv" | "xlsx";
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: string;
  };
  /** All answers as a table that opens in Excel and can be taken in again (GET /api/cities/{city}/surveys/{circle}/export) */
  exportSurvey: {
    parameters: {
      format?: "csv" | "xlsx";
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: never;
    answer: string;
  };
  /** Where circles of a kind lie over each other, and who lives in none (GET /api/cities/{city}/circles/overlaps) */
  findCircleOverlaps: {
    parameters: {
      /** What it is a circle for */ kind?: "15min" | "elderly" | "childcare" | "fitness" | "parcel" | "other";
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      /** Most households first */ overlaps: FindCircleOverlapsOverlaps[];
      leftover: FindCircleOverlapsLeftover;
    };
  };
  /** Search for outlets that are listed twice, among those that changed since the last search (POST /api/cities/{city}/duplicates) */
  findDuplicates: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: {
      /** Look at all outlets anew */ everything?: boolean;
    };
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** Which places for new outlets cover the most households that lack them (POST /api/cities/{city}/siting) */
  findSites: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: FindSitesBody;
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** Which outlets would be missed most if they closed (POST /api/cities/{city}/siting/closures) */
  findWorstClosures: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: FindWorstClosuresBody;
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** The job as server-sent events, at each step until its end (GET /api/jobs/{id}/events) */
  followJob: {
    parameters: {
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
      id: string;
    };
    body: never;
    answer: string;
  };
  /** Everything the store holds, at one moment, as a file that `quarterhour restore` takes (GET /api/backup) */
  getBackup: {
    parameters: object;
    body: never;
    answer: Uint8Array;
  };
  /** One circle with its boundary and 四至 (GET /api/cities/{city}/circles/{id}) */
  getCircle: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: AddCircleAnswer;
  };
  /** A file that goes with evidence (GET /api/cities/{city}/circles/{id}/files/{file}) */
  getCircleFile: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
      file: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** The figures of a circle's report, one line per category (GET /api/cities/{city}/circles/{id}/report.csv) */
  getCircleReportCsv: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: string;
  };
  /** 一圈一策: the report of a circle as a text document (GET /api/cities/{city}/circles/{id}/report.docx) */
  getCircleReportDocx: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** A circle, its rings, homes, outlets and projects, with their figures (GET /api/cities/{city}/circles/{id}/report.geojson) */
  getCircleReportGeoJson: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      type: "FeatureCollection";
    };
  };
  /** The same as a workbook, a sheet for each table (GET /api/cities/{city}/circles/{id}/report.xlsx) */
  getCircleReportXlsx: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** One city, with what is known of it (GET /api/cities/{city}) */
  getCity: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: GetCityAnswer;
  };
  /** One compound with its outline, gates and homes (GET /api/cities/{city}/compounds/{id}) */
  getCompound: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: GetCompoundAnswer;
  };
  /** Households covered per category and area, the worst first (GET /api/cities/{city}/coverage) */
  getCoverage: {
    parameters: {
      /** Which areas */ level?: "city" | "district" | "street" | "community" | "circle" | "cell";
      /** Category ids, separated by commas */ category?: string;
      /** Minutes of the ring; the policy's own when left out */ ring?: number;
      /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** Only outlets open then: HH:MM, on the day asked for or else the Wednesday of this week, or a moment such as 2026-06-01T22:00. Households within the ring of an outlet whose hours nobody knows are unknown, not a gap. Gates are those open then */ at?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Id of a district, street, community or circle; the whole city when left out */ area?: string;
      /** Of H3 cells, for level=cell */ resolution?: number;
      /** 1: with the shape of each area */ geometry?: "0" | "1";
      /** The lowest mean share first, or the most households without, then the longest mean walk */ sort?:
        | "share"
        | "gap";
      /** So many areas, the first */ limit?: number;
      format?: "json" | "csv" | "xlsx" | "geojson";
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: GetCoverageAnswer | GetCoverageAnswer2;
  };
  /** Households by minutes walked to the nearest outlet of a category (GET /api/cities/{city}/coverage/distribution) */
  getCoverageDistribution: {
    parameters: {
      /** One of the 50 categories */ category:
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine";
      /** Id of a district, street, community or circle; the whole city when left out */ area?: string;
      /** Minutes of the ring; the policy's own when left out */ ring?: number;
      /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** Only outlets open then: HH:MM, on the day asked for or else the Wednesday of this week, or a moment such as 2026-06-01T22:00. Households within the ring of an outlet whose hours nobody knows are unknown, not a gap. Gates are those open then */ at?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: GetCoverageDistributionAnswer | GetCoverageAnswer2;
  };
  /** Coverage month by month (GET /api/cities/{city}/coverage/trend) */
  getCoverageTrend: {
    parameters: {
      /** Category ids, separated by commas */ category: string;
      /** Id of a district, street, community or circle; the whole city when left out */ area?: string;
      /** Minutes of the ring; the policy's own when left out */ ring?: number;
      /** How far back */ months?: number;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: GetCoverageTrendAnswer | GetCoverageAnswer2;
  };
  /** The city's data described for catalogues: DCAT-AP as JSON-LD, with every form it comes in and its terms (GET /api/cities/{city}/dataset.jsonld) */
  getDataset: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: GetDatasetAnswer;
  };
  /** Coverage of a district and its parts, a line per category (GET /api/cities/{city}/reports/district/{area}.csv) */
  getDistrictReportCsv: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of a district or street; the city's own id for all of it */ area: string;
    };
    body: never;
    answer: string;
  };
  /** A district's circles, coverage, worst communities and projects, as a text document (GET /api/cities/{city}/reports/district/{area}.docx) */
  getDistrictReportDocx: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of a district or street; the city's own id for all of it */ area: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** The parts of a district and its circles, with figures (GET /api/cities/{city}/reports/district/{area}.geojson) */
  getDistrictReportGeoJson: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of a district or street; the city's own id for all of it */ area: string;
    };
    body: never;
    answer: {
      type: "FeatureCollection";
    };
  };
  /** The same as a workbook (GET /api/cities/{city}/reports/district/{area}.xlsx) */
  getDistrictReportXlsx: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of a district or street; the city's own id for all of it */ area: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** All outlets of a circle in a booklet: address, telephone, hours, minutes (GET /api/cities/{city}/circles/{id}/handbook.pdf) */
  getHandbook: {
    parameters: {
      /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** Is the process alive? (GET /api/health) */
  getHealth: {
    parameters: object;
    body: never;
    answer: {
      status: "ok";
    };
  };
  /** A card for one home: the nearest of each basic category, minutes, telephone (GET /api/cities/{city}/residences/{id}/card.pdf) */
  getHouseholdCard: {
    parameters: {
      /** a5: with a map */ paper?: "a5" | "a6";
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** What was found in the file, what has to be answered, and what a commit would do (GET /api/cities/{city}/imports/{id}) */
  getImport: {
    parameters: {
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: GetImportAnswer;
  };
  /** Indicators of each circle, community, street or district, or of the city (GET /api/cities/{city}/indicators/values) */
  getIndicatorValues: {
    parameters: {
      level?: "circle" | "community" | "street" | "district" | "city";
      /** Ids of indicators, separated by commas; all: every one. Left out: those for reports */ ids?: string;
      formula?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      level: "circle" | "community" | "street" | "district" | "city";
      items: {
        area: GetIndicatorValuesArea;
        values: AssessCircleIndicators2[];
      }[];
    };
  };
  /** How far a job is, and what came of it (GET /api/jobs/{id}) */
  getJob: {
    parameters: {
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
      id: string;
    };
    body: never;
    answer: AcceptDuplicatesJob;
  };
  /** One outlet, as it is or as it was on a day (GET /api/cities/{city}/outlets/{id}) */
  getOutlet: {
    parameters: {
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: GetOutletAnswer;
  };
  /** Who changed what, when, and by which source; of outlets that are gone as well (GET /api/cities/{city}/outlets/{id}/history) */
  getOutletHistory: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: GetOutletHistoryAnswer;
  };
  /** The outlet's photo, where a steward has made one public (GET /api/cities/{city}/outlets/{id}/photo) */
  getOutletPhoto: {
    parameters: {
      /** The small one, 320 pixels */ thumb?: "" | "1" | "true";
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** What became of an outlet: when it opened, moved, changed its name, closed (GET /api/cities/{city}/outlets/{id}/timeline) */
  getOutletTimeline: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      /** Oldest first */ items: GetOutletTimelineItems[];
    };
  };
  /** One project (GET /api/cities/{city}/projects/{id}) */
  getProject: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: AddProjectAnswer;
  };
  /** Can it answer questions? With each thing it depends on (GET /api/ready) */
  getReady: {
    parameters: object;
    body: never;
    answer: {
      status: "ready" | "not ready";
      dependencies: GetReadyDependencies;
    };
  };
  /** One report (GET /api/cities/{city}/reports/{id}) */
  getReport: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: DecideReportAnswer;
  };
  /** A photo that came with a report (GET /api/cities/{city}/reports/{id}/photo) */
  getReportPhoto: {
    parameters: {
      /** Which; the first that there is otherwise */ number?: number;
      /** The small one, 320 pixels */ thumb?: "" | "1" | "true";
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** One residence with its reach (GET /api/cities/{city}/residences/{id}) */
  getResidence: {
    parameters: {
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: GetResidenceAnswer;
  };
  /** A kept scenario with its figures as they are now (GET /api/cities/{city}/scenarios/{id}) */
  getScenario: {
    parameters: {
      /** An older one */ version?: number;
      /** So many homes are listed */ top?: number;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: ChangeScenarioAnswer;
  };
  /** Who is logged in here, if anybody (GET /api/session) */
  getSession: {
    parameters: object;
    body: never;
    answer: {
      account: AddAccountAccount | null;
      csrf: string | null;
    };
  };
  /** 导视图: the sign map of a circle, ready to print (GET /api/cities/{city}/circles/{id}/sign.pdf) */
  getSignMapPdf: {
    parameters: {
      paper?: "a3" | "a4";
      orientation?: "portrait" | "landscape";
      /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: Uint8Array;
  };
  /** 导视图: the sign map of a circle, for printing and for drawing programs (GET /api/cities/{city}/circles/{id}/sign.svg) */
  getSignMapSvg: {
    parameters: {
      paper?: "a3" | "a4";
      orientation?: "portrait" | "landscape";
      /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: string;
  };
  /** One spare site (GET /api/cities/{city}/sites/{id}) */
  getSite: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: AddSiteAnswer;
  };
  /** What came of a question of siting; as CSV or GeoJSON as well (GET /api/cities/{city}/siting/{job}) */
  getSiting: {
    parameters: {
      format?: "json" | "csv" | "geojson";
      /** Short name of the city */ city: string;
      job: string;
    };
    body: never;
    answer: GetSitingAnswer;
  };
  /** May I answer? With a link, or without (GET /api/cities/{city}/surveys/{circle}/page) */
  getSurveyPage: {
    parameters: {
      /** Of the link */ t?: string;
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: never;
    answer: GetSurveyPageAnswer;
  };
  /** What the answers to the satisfaction form come to (GET /api/cities/{city}/surveys/{circle}) */
  getSurveyResults: {
    parameters: {
      from?: string;
      to?: string;
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: never;
    answer: GetSurveyResultsAnswer;
  };
  /** A vector tile (MVT, extent 4096) (GET /tiles/{city}/{layer}/{z}/{x}/{y}.mvt) */
  getTile: {
    parameters: {
      /** State of the city, as the TileJSON has it: such tiles never change */ v?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Short name of the city */ city: string;
      layer: "basemap" | "outlets" | "residences";
      z: number;
      x: number;
      y: number;
    };
    body: never;
    answer: Uint8Array | null;
  };
  /** TileJSON 3.0 of a layer (GET /tiles/{city}/{layer}.json) */
  getTileJson: {
    parameters: {
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Short name of the city */ city: string;
      layer: "basemap" | "outlets" | "residences";
    };
    body: never;
    answer: GetTileJsonAnswer;
  };
  /** What one update changed: outlets by name, households by category and area (GET /api/cities/{city}/updates/{id}) */
  getUpdate: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: GetUpdateAnswer;
  };
  /** The walk between two places, with steps and crossings on it (GET /api/cities/{city}/routes) */
  getWalk: {
    parameters: {
      /** lng,lat */ from: string;
      /** lng,lat */ to: string;
      /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
        | "residents"
        | "exclude";
      /** Which engine walks. osrm only where the server has one; it knows the profile adult and private ways excluded, which are then its standard. Left out: osrm where the server has it and it can do all that is asked, the standard privateWays=residents included, else embedded */ engine?:
        | "embedded"
        | "osrm";
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: GetWalkAnswer;
  };
  /** Take in circles from GeoJSON, all of them or none (POST /api/cities/{city}/circles/import) */
  importCircles: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: ImportCirclesBody;
    answer: ImportCirclesAnswer;
  };
  /** Take in answers on paper from a table; a file of the same name takes the place of what it had of a circle (POST /api/cities/{city}/surveys/import) */
  importSurvey: {
    parameters: {
      /** Id of the circle */ circle?: string;
      /** Short name of the city */ city: string;
    };
    body: FormData;
    answer: ImportSurveyAnswer;
  };
  /** A new invitation, for a forgotten password or one that was lost (POST /api/accounts/{id}/invitation) */
  inviteAgain: {
    parameters: {
      id: string;
    };
    body: never;
    answer: AddAccountInvitation;
  };
  /** All accounts (GET /api/accounts) */
  listAccounts: {
    parameters: object;
    body: never;
    answer: {
      items: AddAccountAccount[];
    };
  };
  /** Who changed what, the latest first (GET /api/audit) */
  listAudit: {
    parameters: {
      city?: string;
      /** seq of the last entry seen */ before?: number;
      limit?: number;
    };
    body: never;
    answer: {
      items: ListAuditItems[];
    };
  };
  /** The 50 categories and the kinds of small repair, in both languages (GET /api/categories) */
  listCategories: {
    parameters: object;
    body: never;
    answer: {
      categories: ListCategoriesCategories[];
      repairKinds: ListCategoriesRepairKinds[];
    };
  };
  /** Outlets that opened, closed, moved or changed between two days (GET /api/cities/{city}/changes) */
  listChanges: {
    parameters: {
      /** The earlier day */ from: string;
      /** The later day; today when left out */ to?: string;
      /** Category ids, separated by commas */ category?: string;
      /** west,south,east,north: those that were or are there */ bbox?: string;
      /** Counts by these areas as well */ level?: "city" | "district" | "street" | "community";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: ListChangesAnswer;
  };
  /** The circles of a city, each with what matters most (GET /api/cities/{city}/circles) */
  listCircles: {
    parameters: {
      /** With their boundaries */ geometry?: "1";
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: ListCirclesItems[];
    };
  };
  /** All cities, with what is known of each (GET /api/cities) */
  listCities: {
    parameters: object;
    body: never;
    answer: {
      items: GetCityAnswer[];
    };
  };
  /** Compounds with their gates and how many live in them (GET /api/cities/{city}/compounds) */
  listCompounds: {
    parameters: {
      /** west,south,east,north */ bbox?: string;
      /** In name and address; pinyin, initials */ q?: string;
      /** Only those with a gate; with one that is shut to people on foot; with one that has hours */ gates?:
        | "any"
        | "locked"
        | "hours";
      /** 1: with the outline */ geometry?: "0" | "1";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: ListCompoundsItems[];
      nextCursor: string | null;
    };
  };
  /** Outlets that look like one shop, both side by side, the surest first; or what was decided, the latest first (GET /api/cities/{city}/duplicates) */
  listDuplicates: {
    parameters: {
      state?: "open" | "decided";
      minScore?: number;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: ListDuplicatesAnswer;
  };
  /** What people found out about a circle (GET /api/cities/{city}/circles/{id}/evidence) */
  listEvidence: {
    parameters: {
      /** What held before as well, the latest first */ all?: "1";
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      items: ListEvidenceItems[];
    };
  };
  /** Residences that lack a category in its ring, or H3 cells of them (GET /api/cities/{city}/gaps) */
  listGaps: {
    parameters: {
      /** One of the 50 categories */ category:
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine";
      /** The ring; the policy's own when left out */ minutes?: number;
      /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** Only outlets open then: HH:MM, on the day asked for or else the Wednesday of this week, or a moment such as 2026-06-01T22:00. Households within the ring of an outlet whose hours nobody knows are unknown, not a gap. Gates are those open then */ at?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** Which residences: of gap, unknown, reached, separated by commas */ state?: string;
      /** As H3 cells of this resolution */ resolution?: number;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: ListGapsAnswer | GetCoverageAnswer2;
  };
  /** Rows that look like an outlet of another source or like another row, the surest first (GET /api/cities/{city}/imports/{id}/duplicates) */
  listImportDuplicates: {
    parameters: {
      /** Both when left out */ state?: "open" | "decided";
      row?: number;
      minScore?: number;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: ListImportDuplicatesAnswer;
  };
  /** Rows that wait for a place, with the candidates for their address; or those that were placed by it. One is chosen, set or left out by PATCH of the row (GET /api/cities/{city}/imports/{id}/places) */
  listImportPlaces: {
    parameters: {
      state?: "waiting" | "placed";
      /** Of the best candidate */ minConfidence?: number;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      items: ListImportPlacesItems[];
      nextCursor: string | null;
    };
  };
  /** Rows of the file with what is wrong in them; after the commit, those that were left out (GET /api/cities/{city}/imports/{id}/rows) */
  listImportRows: {
    parameters: {
      /** ok and warning come in; bad cannot; waiting: its place, or the table's columns or coordinate system, have to be told; skipped: left out */ state?:
        | "ok"
        | "warning"
        | "bad"
        | "waiting"
        | "skipped";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Language of messages; else Accept-Language, else en */ lang?: "zh" | "en";
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      items: ListImportPlacesItems[];
      nextCursor: string | null;
    };
  };
  /** What was imported, the latest first; what is staged, discarded and undone among it (GET /api/cities/{city}/imports) */
  listImports: {
    parameters: {
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: AnswerImportImport[];
      nextCursor: string | null;
    };
  };
  /** The library of indicators, the district's own after it, and what formulas may name (GET /api/cities/{city}/indicators) */
  listIndicators: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: ListIndicatorsAnswer;
  };
  /** The own keys for machines (GET /api/keys) */
  listKeys: {
    parameters: object;
    body: never;
    answer: {
      items: ListKeysItems[];
    };
  };
  /** The lists that bureaus keep, and the categories of each (GET /api/ledgers) */
  listLedgers: {
    parameters: object;
    body: never;
    answer: {
      items: ListLedgersItems[];
    };
  };
  /** Outlets, filtered; with near, the nearest on foot first (GET /api/cities/{city}/outlets) */
  listOutlets: {
    parameters: {
      /** Category ids, separated by commas */ category?: string;
      /** Kinds of small repair, separated by commas */ kind?: string;
      /** 基本保障类 or 品质提升类 */ tier?: "basic" | "quality";
      /** west,south,east,north */ bbox?: string;
      /** now or ISO 8601: only those open at that moment. Those of unknown hours are left out and counted in unknownHours */ open?: string;
      /** In the name or address, in characters, pinyin or initials */ q?: string;
      /** Of open, closed, planned, separated by commas; open and planned when left out */ status?: string;
      /** ISO 8601 */ changedSince?: string;
      /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
      /** lng,lat: sorted by walking seconds from there; those out of reach are left out */ near?: string;
      /** With near: only those within so many minutes' walk; 60 when left out */ minutes?: number;
      /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
      /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
      /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
        | "residents"
        | "exclude";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: ListOutletsAnswer;
  };
  /** The list of projects, each with what was forecast and what was measured (GET /api/cities/{city}/projects) */
  listProjects: {
    parameters: {
      /** Id of the circle */ circle?: string;
      /** Name of the community */ community?: string;
      /** Of proposed, accepted, underway, opened, dropped; several with commas */ state?: string;
      /** One of the 50 categories */ category?:
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: AddProjectAnswer[];
      nextCursor: string | null;
    };
  };
  /** Ratings of all outlets, the newest first; pending: those whose comments wait (GET /api/cities/{city}/ratings) */
  listRatings: {
    parameters: {
      /** pending: the stars count, the comment waits; shown: both are seen; silent: the stars count, the comment is not shown; hidden: neither */ state?:
        | "pending"
        | "shown"
        | "silent"
        | "hidden";
      outlet?: string;
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: ListRatingsItems[];
      nextCursor: string | null;
    };
  };
  /** How residents rate an outlet, and their comments (GET /api/cities/{city}/outlets/{id}/ratings) */
  listRatingsOfOutlet: {
    parameters: {
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: ListRatingsOfOutletAnswer;
  };
  /** The stewards' queue: open reports, the oldest first; decided ones, the newest first (GET /api/cities/{city}/reports) */
  listReports: {
    parameters: {
      state?: "open" | "accepted" | "rejected";
      /** new: an outlet that the map lacks; closed: for good; moved: elsewhere; wrong: anything else about it */ kind?:
        | "new"
        | "closed"
        | "moved"
        | "wrong";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: DecideReportAnswer[];
      nextCursor: string | null;
    };
  };
  /** Buildings and compounds with households (GET /api/cities/{city}/residences) */
  listResidences: {
    parameters: {
      /** west,south,east,north */ bbox?: string;
      /** In name, compound, address; pinyin, initials */ q?: string;
      /** Id of a district, street or community */ area?: string;
      /** Only homes from which no walk can be worked out, for any reason or this one */ unattached?:
        | "any"
        | "off-map"
        | "no-way"
        | "barrier"
        | "cut-off"
        | "closed";
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: ListResidencesItems[];
      nextCursor: string | null;
    };
  };
  /** The scenarios that are kept, the latest changed first (GET /api/cities/{city}/scenarios) */
  listScenarios: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: ListScenariosItems[];
    };
  };
  /** Places that stand empty and could take in outlets (GET /api/cities/{city}/sites) */
  listSites: {
    parameters: {
      /** What sort of place it is */ kind?:
        | "kiosk"
        | "guard-post"
        | "community-room"
        | "shopfront"
        | "premises"
        | "plant"
        | "shed"
        | "land"
        | "other";
      /** west,south,east,north */ bbox?: string;
      /** Only those that can be had on this day */ availableOn?: string;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: AddSiteAnswer[];
    };
  };
  /** What was asked of siting lately, the latest first (GET /api/cities/{city}/siting) */
  listSiting: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: ListSitingItems[];
    };
  };
  /** Links that were given out, and how many of them were used (GET /api/cities/{city}/surveys/{circle}/batches) */
  listSurveyLinks: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: never;
    answer: {
      items: EndSurveyLinksAnswer[];
    };
  };
  /** What people suggest and say is missing, for the list of needs (GET /api/cities/{city}/surveys/{circle}/texts) */
  listSurveyTexts: {
    parameters: {
      /** Entries per page */ limit?: number;
      /** nextCursor of the page before */ cursor?: string;
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: never;
    answer: ListSurveyTextsAnswer;
  };
  /** When newer maps came, and what each changed (GET /api/cities/{city}/updates) */
  listUpdates: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: ListUpdatesItems[];
    };
  };
  /** Log in; the session is a cookie (POST /api/session) */
  logIn: {
    parameters: object;
    body: {
      login: string;
      /** The account's password */ password: string;
    };
    answer: {
      account: AddAccountAccount | null;
      csrf: string | null;
    };
  };
  /** Log out (DELETE /api/session) */
  logOut: {
    parameters: object;
    body: never;
    answer: null;
  };
  /** Make a document of a circle as a job that tells how far it is (POST /api/cities/{city}/circles/{id}/documents) */
  makeCircleDocument: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: MakeCircleDocumentBody;
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** The same of a boundary that is being drawn, without keeping it (POST /api/cities/{city}/circles/measure) */
  measureCircle: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: MeasureCircleBody;
    answer: MeasureCircleAnswer;
  };
  /** Mend one row, place it, or leave it out; it is judged again (PATCH /api/cities/{city}/imports/{id}/rows/{row}) */
  mendImportRow: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
      row: number;
    };
    body: MendImportRowBody;
    answer: ListImportPlacesItems;
  };
  /** Make one circle of several; the first keeps its id, and all evidence becomes its own (POST /api/cities/{city}/circles/merge) */
  mergeCircles: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: {
      circles: {
        id: string;
        /** The version that was looked at; 409 where somebody has changed it since */ version: number;
      }[];
      name?: string;
    };
    answer: AddCircleAnswer;
  };
  /** Say that others are the same outlet: what each source says is kept, and can be taken apart again (POST /api/cities/{city}/outlets/{id}/merge) */
  mergeOutlets: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      with: string[];
    };
    answer: AddOutletAnswer;
  };
  /** Show a comment, hide it, or hide the rating as a whole (PATCH /api/cities/{city}/ratings/{id}) */
  moderateRating: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      decision: "show" | "hideComment" | "hide";
    };
    answer: ListRatingsItems;
  };
  /** Begin a report or a rating: what comes with this is sent back with it (GET /api/cities/{city}/reports/form) */
  newForm: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: NewFormAnswer;
  };
  /** A circle to begin with, grown along borders of communities to the size of GB 50180 (POST /api/cities/{city}/circles/propose) */
  proposeCircle: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: ProposeCircleBody;
    answer: ProposeCircleAnswer;
  };
  /** Say what a measure is, and how you know; it stands above what the data says (PUT /api/cities/{city}/circles/{id}/evidence/{measure}) */
  putEvidence: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
      /** A measure of the table 好不好 (attachment 3) */ measure:
        | "needAndProjectLists"
        | "listsCarriedOut"
        | "sampleShare"
        | "categorySatisfiedShare"
        | "serviceSatisfiedShare"
        | "convenienceServiceKinds"
        | "convenienceOpen24h"
        | "breakfastKinds"
        | "breakfastDelivering"
        | "retailDelivering"
        | "marketAreaSufficient"
        | "marketServices"
        | "repairKinds"
        | "repairTidy"
        | "elderlyCareAreaSufficient"
        | "elderlyCareServices"
        | "childcareAreaSufficient"
        | "childcareServices"
        | "chainShare"
        | "cityTier"
        | "eventsThisYear"
        | "scanToPayAndCameras"
        | "machinesByKind"
        | "signMap"
        | "platformShopShare"
        | "platformResidentShare"
        | "harmony";
    };
    body: PutEvidenceBody;
    answer: ListEvidenceItems;
  };
  /** Define an indicator of the district's own, or change one (PUT /api/cities/{city}/indicators/{id}) */
  putIndicator: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: PutIndicatorBody;
    answer: ListIndicatorsItems;
  };
  /** Rate an outlet, with a comment or without; nobody needs an account (POST /api/cities/{city}/outlets/{id}/ratings) */
  rateOutlet: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: RateOutletBody;
    answer: {
      /** The comment waits for a steward */ pending: boolean;
    };
  };
  /** Take a circle away, with its evidence; the audit log keeps its boundary (DELETE /api/cities/{city}/circles/{id}) */
  removeCircle: {
    parameters: {
      /** The version that was looked at; 409 where somebody has changed it since */ version: number;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Take away an indicator of the district's own (DELETE /api/cities/{city}/indicators/{id}) */
  removeIndicator: {
    parameters: {
      version: number;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Take away an outlet that never was; one that closed is changed instead, so that past days keep it (DELETE /api/cities/{city}/outlets/{id}) */
  removeOutlet: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Withdraw the outlet's public photo (DELETE /api/cities/{city}/outlets/{id}/photo) */
  removeOutletPhoto: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Take a project off the list; one that was called off is better set to dropped (DELETE /api/cities/{city}/projects/{id}) */
  removeProject: {
    parameters: {
      /** The one that you saw */ version: number;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Take a scenario away, with all its versions (DELETE /api/cities/{city}/scenarios/{id}) */
  removeScenario: {
    parameters: {
      /** As it was seen; 409 where somebody changed it since */ version: number;
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      id: string;
    };
  };
  /** Take away a spare site; one that its table still has comes back with the table's next import (DELETE /api/cities/{city}/sites/{id}) */
  removeSite: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Bring back an outlet that was taken away by hand, with its id and its past (POST /api/cities/{city}/outlets/{id}/restore) */
  restoreOutlet: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: AddOutletAnswer;
  };
  /** Revoke one of the own keys (DELETE /api/keys/{id}) */
  revokeKey: {
    parameters: {
      id: string;
    };
    body: never;
    answer: null;
  };
  /** Compounds, places, areas, outlets and residences by name, address, pinyin or initials (GET /api/cities/{city}/search) */
  search: {
    parameters: {
      /** What to look for */ q: string;
      /** Entries per page */ limit?: number;
      /** Short name of the city */ city: string;
    };
    body: never;
    answer: {
      items: SearchItems[];
    };
  };
  /** Look again, after rows were changed; what was decided holds (POST /api/cities/{city}/imports/{id}/duplicates/search) */
  searchImportDuplicates: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** Look for the addresses of rows that wait: of those that were not asked about yet, or of all (POST /api/cities/{city}/imports/{id}/places/search) */
  searchImportPlaces: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      /** Ask about all that wait */ again?: boolean;
    };
    answer: {
      job: AcceptDuplicatesJob;
    };
  };
  /** Open a survey to all, or to those with a link; close it; begin it anew from a day on (PUT /api/cities/{city}/surveys/{circle}/settings) */
  setSurvey: {
    parameters: {
      /** Short name of the city */ city: string;
      /** Id of the circle */ circle: string;
    };
    body: GetSurveyResultsSettings;
    answer: GetSurveyResultsSettings;
  };
  /** Cut a circle in two along a line (POST /api/cities/{city}/circles/{id}/split) */
  splitCircle: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: SplitCircleBody;
    answer: {
      kept: AddCircleAnswer;
      added: AddCircleAnswer;
    };
  };
  /** Take apart what was merged (POST /api/cities/{city}/outlets/{id}/split) */
  splitOutlet: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: {
      /** Id that it had before it was merged into this one */ formerId: string;
    };
    answer: {
      kept: AddOutletAnswer;
      split: AddOutletAnswer;
    };
  };
  /** Upload a table or boundaries: they are read and judged, nothing else is changed (POST /api/cities/{city}/imports) */
  stageImport: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: FormData;
    answer: {
      job: AcceptDuplicatesJob;
      import: AnswerImportImport | null;
    };
  };
  /** Choose the password of an account one was invited to (POST /api/invitations/{token}) */
  takeInvitation: {
    parameters: {
      token: string;
    };
    body: {
      /** The password to be */ password: string;
    };
    answer: {
      account: AddAccountAccount | null;
      csrf: string | null;
    };
  };
  /** What became of a report (GET /api/cities/{city}/reports/status/{code}) */
  trackReport: {
    parameters: {
      /** Short name of the city */ city: string;
      code: string;
    };
    body: never;
    answer: TrackReportAnswer;
  };
  /** What edits of outlets and ways would change, for whom; kept with save (POST /api/cities/{city}/scenarios) */
  tryScenario: {
    parameters: {
      /** Short name of the city */ city: string;
    };
    body: TryScenarioBody;
    answer: TryScenarioAnswer | TryScenarioAnswer2;
  };
  /** Take a decision back; two that were merged are two again, under their former ids (DELETE /api/cities/{city}/duplicates/{id}/decision) */
  undoDuplicateDecision: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: DecideDuplicateAnswer;
  };
  /** Put everything back as it was before the import, unless something later rests on it (POST /api/cities/{city}/imports/{id}/undo) */
  undoImport: {
    parameters: {
      /** Short name of the city */ city: string;
      id: string;
    };
    body: never;
    answer: {
      job: AcceptDuplicatesJob;
      import: AnswerImportImport | null;
    };
  };
}

export type AcceptDuplicatesJob = {
  id: string;
  kind: string;
  city: string | null;
  state: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
  step: string | null;
  fraction: number | null;
  /** What came of it, once it is done */ result: unknown;
  error: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
};

export type AddAccountBody = {
  login: string;
  name: string;
  roles: ("steward" | "planner" | "bureau" | "admin")[];
  cities?: string[] | null;
};

export type AddAccountAccount = {
  id: string;
  login: string;
  name: string;
  roles: ("steward" | "planner" | "bureau" | "admin")[];
  cities: string[] | null;
  disabled: boolean;
  /** Has no password yet */ isInvited: boolean;
  lockedUntil: string | null;
  createdAt: string;
};

export type AddAccountInvitation = {
  /** Told once; whoever has it chooses the password */ token: string;
  /** Page to open with it */ path: string;
  expiresAt: string;
};

export type AddCircleDetails = {
  operators?: ("street" | "state" | "private" | "specialist" | "each")[];
  form?: ("clustered" | "street-front" | "scattered") | null;
  platform?: string | null;
  commercialCenters?: number | null;
  residents?: number | null;
  serviceAreaPercent?: number | null;
  workers?: number | null;
  missing?: string | null;
};

export type AddCircleBounds = {
  east?: string | null;
  south?: string | null;
  west?: string | null;
  north?: string | null;
};

export type AddCircleBody = {
  name: string;
  /** What it is a circle for */ kind?: "15min" | "elderly" | "childcare" | "fitness" | "parcel" | "other";
  /** GeoJSON Polygon or MultiPolygon, WGS-84, within the city */ boundary: Record<string, unknown>;
  details?: AddCircleDetails | null;
  requiredBasic?:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )[]
    | null;
  note?: string | null;
  bounds?: AddCircleBounds;
};

export type AddCircleDetails2 = {
  operators: ("street" | "state" | "private" | "specialist" | "each")[];
  form: ("clustered" | "street-front" | "scattered") | null;
  platform: string | null;
  commercialCenters: number | null;
  residents: number | null;
  serviceAreaPercent: number | null;
  workers: number | null;
  missing: string | null;
};

export type AddCircleFeatures = {
  name: string;
  kind: "road" | "river" | "railway" | "community" | "none";
  /** Of the side's length */ share: number;
};

export type AddCircleEast = {
  /** To be read: what somebody wrote, else what was worked out; — where nothing runs along */ text: string;
  derived: string;
  edited: boolean;
  /** It was written for an earlier boundary */ outdated: boolean;
  features: AddCircleFeatures[];
};

export type AddCircleBounds2 = {
  east: AddCircleEast;
  south: AddCircleEast;
  west: AddCircleEast;
  north: AddCircleEast;
  text: string;
};

export type AddCircleAnswer = {
  id: string;
  name: string;
  /** What it is a circle for */ kind: "15min" | "elderly" | "childcare" | "fitness" | "parcel" | "other";
  source: string;
  sourceRef: string | null;
  details: AddCircleDetails2 | null;
  requiredBasic:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )[]
    | null;
  note: string | null;
  version: number;
  boundaryVersion: number;
  by: string;
  createdAt: string;
  updatedAt: string;
  boundary?: Record<string, unknown>;
  /** Longitude, latitude in degrees, WGS-84 */ center: [number, number];
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  areaSquareMeters: number;
  /** 四至 */ bounds: AddCircleBounds2;
};

export type AddCircleFileAnswer = {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
};

export type AddKeyBody = {
  name: string;
  roles: ("steward" | "planner" | "bureau" | "admin")[];
  days?: number;
};

export type AddKeyAnswer = {
  id: string;
  name: string;
  roles: ("steward" | "planner" | "bureau" | "admin")[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  key: string;
};

export type AddOutletAttributes = {
  open24h?: boolean;
  selfService?: boolean;
  delivery?: boolean;
  chain?: string;
  areaSquareMeters?: number;
  wheelchair?: "yes" | "limited" | "no";
  priceHint?: string;
  url?: string;
};

export type AddOutletBody = {
  name: string;
  services: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  address?: string | null;
  phone?: string | null;
  openingHours?: string | null;
  openingHoursText?: string | null;
  status?: "open" | "closed" | "planned";
  openedOn?: string | null;
  closedOn?: string | null;
  attributes?: AddOutletAttributes;
  /** The day from which it is so; today when left out */ effectiveOn?: string;
};

export type AddOutletOriginal = {
  x: number;
  y: number;
  crs: string;
};

export type AddOutletLinks = {
  amap: string;
  baidu: string;
  tencent: string;
};

export type AddOutletAnswer = {
  id: string;
  city: string;
  name: string;
  /** What it does; one shop may do several things */ services: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  original: AddOutletOriginal | null;
  address: string | null;
  phone: string | null;
  openingHours: string | null;
  openingHoursText: string | null;
  status: "open" | "closed" | "planned";
  openedOn: string | null;
  closedOn: string | null;
  attributes: AddOutletAttributes;
  /** osm, or who sent the table */ source: string;
  sourceRef: string | null;
  importId: string | null;
  createdAt: string;
  updatedAt: string;
  openNow: boolean | null;
  /** Open it in 高德, 百度, 腾讯, with coordinates converted to theirs */ links: AddOutletLinks;
};

export type AddProjectSite = {
  location: [number, number] | null;
  name: string | null;
  siteId: string | null;
};

export type AddProjectForecast = {
  /** Households that are to gain the category */ households: number;
  people: number | null;
  ringMinutes: number | null;
};

export type AddProjectBody = {
  /** 项目名称 */ name: string;
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  kind?:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  circle?: string | null;
  community?: string | null;
  content?: string | null;
  site?: AddProjectSite | null;
  responsibleUnit?: string | null;
  investmentNote?: string | null;
  costNote?: string | null;
  deadline?: string | null;
  forecast?: AddProjectForecast | null;
  outlet?: string | null;
  /** proposed: 拟建; accepted: 已立项; underway: 建设中; opened: 已开业; dropped: 已取消 */ state?:
    | "proposed"
    | "accepted"
    | "underway"
    | "opened"
    | "dropped";
};

export type AddProjectMeasured = {
  /** Households that reach this outlet within the ring, and no other */ households: number;
  people: number | null;
  /** Households that have it nearest, within the ring */ nearestHouseholds: number;
  asOf: string;
};

export type AddProjectHistory = {
  at: string;
  from: ("proposed" | "accepted" | "underway" | "opened" | "dropped") | null;
  /** proposed: 拟建; accepted: 已立项; underway: 建设中; opened: 已开业; dropped: 已取消 */ to:
    | "proposed"
    | "accepted"
    | "underway"
    | "opened"
    | "dropped";
  note: string | null;
};

export type AddProjectAnswer = {
  id: string;
  version: number;
  /** 项目名称 */ name: string;
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  kind:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  circle: string | null;
  community: string | null;
  content: string | null;
  site: AddProjectSite | null;
  responsibleUnit: string | null;
  investmentNote: string | null;
  costNote: string | null;
  deadline: string | null;
  forecast: AddProjectForecast | null;
  outlet: string | null;
  /** proposed: 拟建; accepted: 已立项; underway: 建设中; opened: 已开业; dropped: 已取消 */ state:
    | "proposed"
    | "accepted"
    | "underway"
    | "opened"
    | "dropped";
  origin: {
    job: string;
    order: number;
  } | null;
  measured: AddProjectMeasured | null;
  history: AddProjectHistory[];
  createdAt: string;
  updatedAt: string;
};

export type AddProjectsFromSitingBody = {
  /** Id of a finished siting job */ job: string;
  /** Which of its sites */ orders: number[];
  responsibleUnit?: string;
  deadline?: string;
};

export type AddReportBody = {
  /** From GET …/reports/form */ form: string;
  /** Stays empty */ website?: string;
  /** new: an outlet that the map lacks; closed: for good; moved: elsewhere; wrong: anything else about it */ kind:
    | "new"
    | "closed"
    | "moved"
    | "wrong";
  outlet?: string | null;
  location?: [number, number] | null;
  category?:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )
    | null;
  repairKind?:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  name?: string | null;
  note?: string | null;
  since?: string | null;
};

export type AddReportAnswer = {
  /** With it one can look what became of the report; nobody can tell it again */ code: string;
  /** Others had said the same; they are counted together */ joined: boolean;
  /** How many said so, this time included */ said: number;
};

export type AddSiteBody = {
  name: string;
  kind?:
    | ("kiosk" | "guard-post" | "community-room" | "shopfront" | "premises" | "plant" | "shed" | "land" | "other")
    | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  areaSquareMeters?: number | null;
  address?: string | null;
  owner?: string | null;
  availableFrom?: string | null;
  availableUntil?: string | null;
  note?: string | null;
};

export type AddSiteAnswer = {
  name: string;
  kind:
    | ("kiosk" | "guard-post" | "community-room" | "shopfront" | "premises" | "plant" | "shed" | "land" | "other")
    | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  areaSquareMeters: number | null;
  address: string | null;
  owner: string | null;
  availableFrom: string | null;
  availableUntil: string | null;
  note: string | null;
  id: string;
  kindText: string | null;
  kindNameZh: string | null;
  kindNameEn: string | null;
  original: AddOutletOriginal | null;
  /** On the day asked for, today where none is; no limit known counts as yes */ available: boolean;
  /** The table's sender, or steward where somebody entered it */ source: string;
  sourceRef: string | null;
  importId: string | null;
  /** Fields set by hand; they stay when the table comes again */ edited: string[];
  createdAt: string;
  updatedAt: string;
};

export type AddSurveyLinksAnswer = {
  id: string;
  label: string;
  count: number;
  used: number;
  createdAt: string;
  endedAt: string | null;
  /** What stands before each token in a link */ path: string;
  tokens: string[];
};

export type AnswerImportBody = {
  crs?: string;
  /** Column name → field, or `ignore` */ columns?: Record<string, string>;
  /** Field → text of a cell, or of a part of it where it lists several → what to read in its place; null leaves out the rows that have it */ values?: Record<
    string,
    Record<string, string | null>
  >;
  complete?:
    | (
        | ("all" | "none")
        | (
            | "convenience-store"
            | "supermarket"
            | "food-market"
            | "fresh-supermarket"
            | "breakfast"
            | "restaurant"
            | "staple-food-kitchen"
            | "hairdresser"
            | "laundry"
            | "pharmacy"
            | "photo-print"
            | "hardware"
            | "housekeeping"
            | "small-repair"
            | "property-service"
            | "recycling"
            | "parcel"
            | "mobile-stall"
            | "water-vending"
            | "bank"
            | "elderly-care"
            | "childcare"
            | "children-play"
            | "neighborhood-center"
            | "art-training"
            | "specialty-restaurant"
            | "tea-coffee"
            | "bakery"
            | "bookstore"
            | "florist"
            | "optician"
            | "stationery"
            | "sports-goods"
            | "brand-store"
            | "lifestyle-store"
            | "fitness"
            | "cinema"
            | "performance-venue"
            | "chess-cards"
            | "massage-wellness"
            | "beauty"
            | "bathhouse"
            | "hotel"
            | "car-wash"
            | "car-repair"
            | "pet-service"
            | "community-canteen"
            | "smart-store"
            | "locker-storage"
            | "vending-machine"
          )[]
      )
    | null;
  /** Ids of the areas for which `complete` holds; none: the whole city */ areas?: string[];
  source?: string;
  asOf?: string | null;
};

export type AnswerImportImport = {
  id: string;
  what: "outlets" | "residences" | "boundaries" | "sites";
  source: string;
  fileName: string;
  encoding: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  asOf: string | null;
  /** staged: waits for a person, has changed nothing; broken: its reading was cut off or failed, nothing of it is left */ state:
    | "staged"
    | "committed"
    | "undone"
    | "discarded"
    | "broken";
  createdAt: string;
  committedAt: string | null;
  undoneAt: string | null;
  crs: string | null;
};

export type AnswerSurveyBody = {
  /** Of the link */ token?: string;
  /** As the page gave it; where there is no token */ form?: string;
  /** Not for people; leave it empty */ website?: string;
  /** By question of attachment 4: gender, age, monthlyIncome, occupation, compound, community, basicPresent, basicEnough, qualityPresent, qualityEnough, convenient, experience, smart, orderly, harmonious, suggestions, basicOther, qualityOther, occupationOther. Choices and categories by id */ answers: Record<
    string,
    string | string[] | null
  >;
};

export type AssessCircleCircle = {
  id: string;
  name: string;
  version: number;
};

export type AssessCircleBasis = {
  speedKmh: number;
  profile: string;
  privateWays: string;
  networkVersion: string;
  dataDate: string | null;
  knownShare: number | null;
  formulas: string[];
};

export type AssessCircleCommunities = {
  id: string;
  name: string;
  /** Of its households; of its ground where nobody lives */ shareInside: number;
};

export type AssessCircleMembers = {
  communities: AssessCircleCommunities[];
  residences: number;
  households: number;
  householdsEstimated: boolean;
  people: number | null;
  /** Of the homes that have a count */ peopleCounted: number;
  householdsWithoutPeople: number;
  peopleEstimated: boolean;
};

export type AssessCircleType = {
  id: string;
  nameZh: string;
  nameEn: string;
};

export type AssessCircleParts = {
  /** 基本保障类 or 品质提升类 */ id: "basic" | "quality";
  formula: string;
  points: number;
  maxPoints: number;
  pointsAtMost: number;
  present: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
  missing: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
  unknown: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
  textZh: string;
  textEn: string;
  explanationZh: string;
  explanationEn: string;
};

export type AssessCircleCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  present: boolean | null;
  outlets: number;
  exampleOutlets: {
    id: string;
    name: string;
  }[];
  required: boolean;
  points: number;
};

export type AssessCircleNext = {
  textZh: string;
  textEn: string;
  points: number;
};

export type AssessCirclePresence = {
  /** Those that are sure */ points: number;
  maxPoints: number;
  /** By the points that are sure; null: not yet a circle */ type: AssessCircleType | null;
  parts: AssessCircleParts[];
  /** All 50 in policy order */ categories: AssessCircleCategories[];
  range: {
    min: number;
    max: number;
  };
  typeAtMost: AssessCircleType | null;
  next: AssessCircleNext | null;
};

export type AssessCircleHouseholds = {
  reached: number;
  gap: number;
  unknown: number;
};

export type AssessCircleCategories2 = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  ringMinutes: number;
  households: AssessCircleHouseholds;
  share: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
};

export type AssessCircleContradictions = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  present: boolean;
  share: number;
  householdsWithout: number;
};

export type AssessCircleReach = {
  categories: AssessCircleCategories2[];
  meanBasicShare: number | null;
  /** How many basic categories those are */ knownBasic: number;
  /** There is one inside, and many homes do not reach any: most households first */ contradictions: AssessCircleContradictions[];
};

export type AssessCircleOverrules = {
  value: (number | boolean | string | string[] | Record<string, number>) | null;
  found: string;
  foundEn: string;
};

export type AssessCircleEvidence = {
  id?: string;
  text: string | null;
  file: string | null;
  date: string | null;
  by: string | null;
};

export type AssessCircleMeasures = {
  id: string;
  nameZh: string;
  nameEn: string;
  unit: "count" | "countByKind" | "share" | "yesNo" | "choice" | "list";
  value: (number | boolean | string | string[] | Record<string, number>) | null;
  range: {
    min: number;
    max: number | null;
  } | null;
  from: ("outlets" | "survey" | "person") | null;
  overrules: AssessCircleOverrules | null;
  found: string;
  foundEn: string;
  examples: {
    id: string;
    name: string;
  }[];
  evidence: AssessCircleEvidence[];
};

export type AssessCircleNext2 = {
  text: string;
  textEn: string;
  points: number;
  measures: string[];
};

export type AssessCircleParts2 = {
  id: string;
  formula: string;
  points: number | null;
  atLeast: number;
  atMost: number;
  maxPoints: number;
  textZh: string;
  textEn: string;
  measures: AssessCircleMeasures[];
  next: AssessCircleNext2 | null;
};

export type AssessCircleIndicators = {
  id: string;
  order: number;
  group: "satisfaction" | "experience";
  nameZh: string;
  nameEn: string;
  points: number | null;
  atLeast: number;
  atMost: number;
  maxPoints: number;
  parts: AssessCircleParts2[];
};

export type AssessCircleQuality = {
  /** Those that are certain */ points: number;
  maxPoints: number;
  /** Still open: the total lies from points to points + unknownPoints */ unknownPoints: number;
  grade: AssessCircleType | null;
  indicators: AssessCircleIndicators[];
};

export type AssessCircleSurvey = {
  responses: number;
  people: number | null;
  sampleShare: number | null;
  sufficient: boolean | null;
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
};

export type AssessCircleIndicators2 = {
  id: string;
  nameZh: string;
  nameEn: string;
  group: string;
  value: number | null;
  reason: string | null;
  /** It rests on categories of which nobody vouches that all are in the data */ incomplete: boolean;
  unit: string;
  level: string | null;
  colour: string | null;
  formula: string;
};

export type AssessCircleProposals = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  reason: "missing" | "required-missing" | "out-of-reach";
  reasonZh: string;
  reasonEn: string;
  householdsGain: number | null;
};

export type AssessCircleAnswer = {
  circle: AssessCircleCircle | null;
  asOf: string;
  basis: AssessCircleBasis;
  members: AssessCircleMembers;
  presence: AssessCirclePresence;
  reach: AssessCircleReach;
  quality: AssessCircleQuality | null;
  survey: AssessCircleSurvey | null;
  indicators: AssessCircleIndicators2[];
  proposals: AssessCircleProposals[];
};

export type ChangeAccountBody = {
  name?: string;
  roles?: ("steward" | "planner" | "bureau" | "admin")[];
  cities?: string[] | null;
  disabled?: boolean;
};

export type ChangeCircleBody = {
  name?: string;
  /** What it is a circle for */ kind?: "15min" | "elderly" | "childcare" | "fitness" | "parcel" | "other";
  /** GeoJSON Polygon or MultiPolygon, WGS-84, within the city */ boundary?: Record<string, unknown>;
  details?: AddCircleDetails | null;
  requiredBasic?:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )[]
    | null;
  note?: string | null;
  bounds?: AddCircleBounds;
  /** The version that was looked at; 409 where somebody has changed it since */ version: number;
};

export type ChangeCityEstimate = {
  squareMetersPerHousehold?: number | null;
  peoplePerHousehold?: number | null;
  elderlyShare?: number | null;
  childShare?: number | null;
};

export type ChangeProjectBody = {
  /** The one that you saw; 409 where somebody changed it since */ version: number;
  /** 项目名称 */ name?: string;
  /** One of the 50 categories */ category?:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  kind?:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  circle?: string | null;
  community?: string | null;
  content?: string | null;
  site?: AddProjectSite | null;
  responsibleUnit?: string | null;
  investmentNote?: string | null;
  costNote?: string | null;
  deadline?: string | null;
  forecast?: AddProjectForecast | null;
  outlet?: string | null;
  /** proposed: 拟建; accepted: 已立项; underway: 建设中; opened: 已开业; dropped: 已取消 */ state?:
    | "proposed"
    | "accepted"
    | "underway"
    | "opened"
    | "dropped";
  note?: string | null;
};

export type ChangeScenarioAdd = {
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  /** All that it does from then on */ services: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind?:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  name?: string | null;
  openingHours?: string | null;
};

export type ChangeScenarioChange = {
  /** Of an open outlet */ id: string;
  /** All that it does from then on */ services?: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind?:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  openingHours?: string | null;
};

export type ChangeScenarioOutlets = {
  add?: ChangeScenarioAdd[];
  move?: {
    /** Of an open outlet */ id: string;
    /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  }[];
  remove?: string[];
  change?: ChangeScenarioChange[];
};

export type ChangeScenarioAddLinks = {
  path: [number, number][];
  kind: "footbridge" | "path" | "crossing" | "footway" | "steps" | "underpass" | "pedestrian";
  name?: string | null;
};

export type ChangeScenarioNetwork = {
  openGates?: (
    | {
        /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
      }
    | {
        /** Its number in OSM, or node/… or way/… */ id: number | string;
      }
  )[];
  closeGates?: (
    | {
        /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
      }
    | {
        /** Its number in OSM, or node/… or way/… */ id: number | string;
      }
  )[];
  /** Each end joins a way within 15 m; it passes over all else */ addLinks?: ChangeScenarioAddLinks[];
  closeWays?: (
    | {
        /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
      }
    | {
        /** Its number in OSM, or node/… or way/… */ id: number | string;
      }
  )[];
};

export type ChangeScenarioBody = {
  /** As it was seen; 409 where somebody changed it since */ version: number;
  name?: string;
  note?: string | null;
  outlets?: ChangeScenarioOutlets;
  /** A gate or way within 25 m of a place. Takes up to some seconds in a metropolis */ network?: ChangeScenarioNetwork;
  /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** HH:MM on the Wednesday of this week, or a moment: only outlets open then count, see coverage */ at?: string;
};

export type ChangeScenarioEdits = {
  outlets?: ChangeScenarioOutlets;
  /** A gate or way within 25 m of a place. Takes up to some seconds in a metropolis */ network?: ChangeScenarioNetwork;
  /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** HH:MM on the Wednesday of this week, or a moment: only outlets open then count, see coverage */ at?: string;
};

export type ChangeScenarioHouseholds = {
  gain: number;
  lose: number;
  newlyKnown: number;
  noLongerKnown: number;
};

export type ChangeScenarioStale = {
  /** When it was worked out before */ since: string;
  /** Households for which it is so of any category, each once. gain: a gap before, reached now; newlyKnown: unknown before, reached now */ households: ChangeScenarioHouseholds;
  /** Whether other households gain or lose by it now */ differs: boolean;
};

export type ChangeScenarioArea = {
  /** Of cells, the H3 index */ id: string;
  name: string;
  nameEn: string | null;
  level: "city" | "district" | "street" | "community" | "circle" | "cell";
  /** West, south, east, north in degrees, WGS-84 */ bbox?: number[];
  /** With geometry=1; of the whole city the box of its map */ geometry?: {
    type: "Polygon" | "MultiPolygon";
    coordinates: unknown[];
  };
};

export type ChangeScenarioBefore = {
  covered: number;
  gap: number;
  unknown: number;
};

export type ChangeScenarioCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  before: ChangeScenarioBefore;
  after: ChangeScenarioBefore;
  ringMinutes: number;
};

export type ChangeScenarioAreas = {
  level: "city" | "district" | "street" | "community";
  area: ChangeScenarioArea;
  categories: ChangeScenarioCategories[];
};

export type ChangeScenarioCategories2 = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  change: "gained" | "lost" | "newlyKnown" | "noLongerKnown";
  beforeSeconds: number | null;
  afterSeconds: number | null;
};

export type ChangeScenarioGain = {
  id: string;
  name: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  households: number;
  categories: ChangeScenarioCategories2[];
};

export type ChangeScenarioResidences = {
  /** Those with the most households first */ gain: ChangeScenarioGain[];
  lose: ChangeScenarioGain[];
  total: {
    gain: number;
    lose: number;
  };
};

export type ChangeScenarioCategories3 = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  before: ChangeScenarioBefore;
  after: ChangeScenarioBefore;
};

export type ChangeScenarioCircles = {
  id: string;
  name: string;
  presence: {
    before: {
      points: number;
      type: AssessCircleType | null;
    };
    after: {
      points: number;
      type: AssessCircleType | null;
    };
  } | null;
  /** Mean share of the basic categories */ reach: {
    before: number | null;
    after: number | null;
  };
  categories: ChangeScenarioCategories3[];
};

export type ChangeScenarioSettings = {
  /** Who walks; each profile has its own speed */ profile: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh: number;
  /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays:
    | "residents"
    | "exclude";
  /** outbound: from the origin; inbound: to it */ direction: "outbound" | "inbound";
  at?: string | null;
  /** Seconds lost at each set of traffic lights */ signalSeconds?: number;
};

export type ChangeScenarioBasis = {
  /** Ids in services/src/assessment/README.md */ formulas: string[];
  dataDate: string | null;
  networkVersion: string;
  /** Who walks; each profile has its own speed */ profile: "adult" | "elder" | "child" | "pram" | "wheelchair";
  speedKmh: number;
  date: string | null;
  at: string | null;
  knownShare: number | null;
};

export type ChangeScenarioEffect = {
  /** Where anything is other: the city first, then those where most is */ areas: ChangeScenarioAreas[];
  /** Households for which it is so of any category, each once. gain: a gap before, reached now; newlyKnown: unknown before, reached now */ households: ChangeScenarioHouseholds;
  people: {
    gain: number;
    lose: number;
  } | null;
  residences: ChangeScenarioResidences;
  /** Where anything is other */ circles: ChangeScenarioCircles[];
  /** What should be known of the figures */ notes: string[];
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: {
    time: string;
    asked: string;
  };
  settings: ChangeScenarioSettings;
  networkVersion: string;
  basis: ChangeScenarioBasis;
  /** Milliseconds of computing */ computeMs: number;
};

export type ChangeScenarioAnswer = {
  id: string;
  name: string | null;
  note: string | null;
  version: number;
  newest: number | null;
  link: string | null;
  edits: ChangeScenarioEdits;
  createdAt: string;
  /** When this version was made */ at: string;
  stale: ChangeScenarioStale | null;
  /** Edits that no longer fit the city, such as of an outlet that is gone; there are no figures then */ problems: {
    field: string;
    message: string;
  }[];
  effect: ChangeScenarioEffect | null;
};

export type CompareCoverageArea = {
  id: string;
  name: string;
  nameEn: string | null;
  level: "city" | "district" | "street" | "community";
};

export type CompareCoverageCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  ringMinutes: number;
  /** Households on the first day */ from: ChangeScenarioBefore;
  /** On the second */ to: ChangeScenarioBefore;
  /** The second less the first */ difference: ChangeScenarioBefore;
  /** Households that lacked it on the first day and reach it on the second */ gained: number;
  /** Households that reached it on the first day and lack it on the second */ lost: number;
  /** Unknown on the first day, reached on the second: no gain */ newlyKnown: number;
  /** Reached on the first day, unknown on the second: no loss */ noLongerKnown: number;
};

export type CompareCoverageItems = {
  area: CompareCoverageArea;
  /** Today's, on both days */ households: number;
  /** Households that gained any category, each counted once */ gained: number;
  /** Households that lost any */ lost: number;
  /** In policy order */ categories: CompareCoverageCategories[];
};

export type CompareCoverageAnswer = {
  from: string;
  to: string;
  /** Areas with households; those where most lost something first */ items: CompareCoverageItems[];
  settings: ChangeScenarioSettings;
  networkVersion: string;
};

export type CompareScenariosScenarios = {
  id: string;
  name: string;
  version: number;
  profile: ("adult" | "elder" | "child" | "pram" | "wheelchair") | null;
  speedKmh: number | null;
  at: string | null;
  households: ChangeScenarioHouseholds | null;
  people: {
    gain: number;
    lose: number;
  } | null;
  /** Edits that no longer fit the city, such as of an outlet that is gone; there are no figures then */ problems: {
    field: string;
    message: string;
  }[];
};

export type CompareScenariosCircles = {
  id: string;
  name: string;
  each: ({
    presence: {
      before: {
        points: number;
        type: AssessCircleType | null;
      };
      after: {
        points: number;
        type: AssessCircleType | null;
      };
    } | null;
    reach: {
      before: number | null;
      after: number | null;
    };
  } | null)[];
};

export type CompareScenariosAnswer = {
  scenarios: CompareScenariosScenarios[];
  /** Of the whole city, where any of them changes something; in policy order */ categories: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    /** null where the scenario leaves it as it is */ each: ({
      before: ChangeScenarioBefore;
      after: ChangeScenarioBefore;
    } | null)[];
  }[];
  circles: CompareScenariosCircles[];
};

export type ComputeIsochronesBody = {
  /** Longitude, latitude in degrees, WGS-84 */ origin: [number, number];
  /** The rings; 5, 10 and 15 when left out */ minutes?: number[];
  /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
    | "residents"
    | "exclude";
  /** outbound: from the origin; inbound: to it */ direction?: "outbound" | "inbound";
  /** Which engine walks. osrm only where the server has one; it knows the profile adult and private ways excluded, which are then its standard. Left out: osrm where the server has it and it can do all that is asked, the standard privateWays=residents included, else embedded */ engine?:
    | "embedded"
    | "osrm";
  /** A past day: outlets, and what was vouched for, as they were then. Households and the map are today's. Left out: as it is now */ date?: string;
  /** now or ISO 8601: gates that are shut then stay shut, and only outlets open then count; those of unknown hours make a category unknown */ at?: string;
};

export type ComputeIsochronesProperties = {
  minutes: number;
  areaSquareMeters: number;
  /** Of residences whose own walk is within the ring */ households: number;
  population: number | null;
  /** Some of the households are estimates */ householdsEstimated: boolean;
};

export type ComputeIsochronesFeatures = {
  type: "Feature";
  geometry: {
    type: "MultiPolygon";
    coordinates: [number, number][][][];
  };
  properties: ComputeIsochronesProperties;
};

export type ComputeIsochronesNearestOutlet = {
  id: string;
  name: string;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  kinds: (
    | "shoe"
    | "watch"
    | "appliance"
    | "bicycle"
    | "key"
    | "clothes"
    | "electronics"
    | "furniture"
    | "bag"
    | "zipper"
  )[];
};

export type ComputeIsochronesWithin = {
  "5": number;
  "10": number;
  "15": number;
};

export type ComputeIsochronesCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  /** The ring in which the policy wants it */ ringMinutes: number;
  /** reached: an open outlet within the ring; gap: none, and the data would know; unknown: nobody vouches for the category, or the map ends within the ring */ state:
    | "reached"
    | "gap"
    | "unknown";
  nearestSeconds: number | null;
  nearestOutlet: ComputeIsochronesNearestOutlet | null;
  /** Known open outlets within 5, 10 and 15 minutes; where the state is unknown there may be more */ within: ComputeIsochronesWithin;
};

export type ComputeIsochronesAnswer = {
  type: "FeatureCollection";
  /** The largest ring first */ features: ComputeIsochronesFeatures[];
  /** Which engine walks */ engine: "embedded" | "osrm";
  /** Longitude, latitude in degrees, WGS-84 */ origin: [number, number];
  accessMeters: number | null;
  attachment: [number, number] | null;
  /** Why nothing is reached, where nothing is */ reason?: string;
  settings: ChangeScenarioSettings;
  networkVersion: string;
  dataDate: string | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Why the embedded engine answered in place of OSRM, which was meant to; absent otherwise */ fallbackReason?: string;
  /** From how many H3 cells of which resolutions the rings were drawn; only by OSRM */ sampling?: {
    h3Resolutions: number[];
    cells: number;
  };
  /** Known open outlets by ring and category; categories without any are left out */ outlets: Record<
    string,
    Record<string, number>
  >;
  /** All 50 in policy order */ categories: ComputeIsochronesCategories[];
};

export type ComputeMatrixBody = {
  from: [number, number][];
  to: [number, number][];
  /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** residents: private ways lead out of home and to the destination, never through; exclude: not used */ privateWays?:
    | "residents"
    | "exclude";
  /** Which engine walks. osrm only where the server has one; it knows the profile adult and private ways excluded, which are then its standard. Left out: osrm where the server has it and it can do all that is asked, the standard privateWays=residents included, else embedded */ engine?:
    | "embedded"
    | "osrm";
};

export type ComputeMatrixAnswer = {
  /** Rows from, columns to; null where there is no way; between the snapped places, access legs left out */ seconds: (
    | number
    | null
  )[][];
  meters: (number | null)[][];
  from: {
    location: [number, number] | null;
    accessMeters: number | null;
  }[];
  to: {
    location: [number, number] | null;
    accessMeters: number | null;
  }[];
  /** Which engine walks */ engine: "embedded" | "osrm";
  settings: ChangeScenarioSettings;
  networkVersion: string;
  /** Why the embedded engine answered in place of OSRM, which was meant to; absent otherwise */ fallbackReason?: string;
};

export type DecideDuplicateReasons = {
  key:
    | "name.same"
    | "name.alike"
    | "name.sounds"
    | "name.contained"
    | "name.different"
    | "name.none"
    | "chain.same"
    | "branch.same"
    | "branch.different"
    | "phone.same"
    | "phone.hotline"
    | "phone.different"
    | "category.same"
    | "category.related"
    | "category.different"
    | "kinds.different"
    | "address.same"
    | "address.different"
    | "floors.different"
    | "distance.near"
    | "distance.far"
    | "distance.shifted"
    | "status.different"
    | "dates.successive"
    | "opened.same"
    | "rival.alike";
  zh: string;
  en: string;
};

export type DecideDuplicateDifferences = {
  field: string;
  a: unknown;
  b: unknown;
};

export type DecideDuplicateDecision = {
  /** same: they are merged; different: never proposed again unless one changes; skip: nobody can tell */ decision:
    | "same"
    | "different"
    | "skip";
  /** Account */ by: string;
  at: string;
  kept: string | null;
  a: Record<string, unknown> | null;
  b: Record<string, unknown> | null;
};

export type DecideDuplicateAnswer = {
  id: string;
  a: AddOutletAnswer | null;
  b: AddOutletAnswer | null;
  /** Ids of a and b, of those gone as well */ ids: string[];
  score: number;
  /** So alike that it is offered for acceptance in bulk */ sure: boolean;
  distanceMeters: number;
  /** What speaks for and against */ reasons: DecideDuplicateReasons[];
  /** Fields in which they differ; null: not known */ differences: DecideDuplicateDifferences[];
  suggestedKeep: string | null;
  proposedAt: string;
  decision: DecideDuplicateDecision | null;
};

export type DecideImportDuplicateRow = {
  row: number;
  state: string;
  /** What would be written; null where the row is not taken in any more */ draft: unknown;
};

export type DecideImportDuplicateAnswer = {
  id: number;
  row: DecideImportDuplicateRow;
  otherRow: DecideImportDuplicateRow | null;
  outlet: AddOutletAnswer | null;
  outletId: string | null;
  score: number;
  sure: boolean;
  distanceMeters: number;
  /** What speaks for and against */ reasons: DecideDuplicateReasons[];
  decision: ("same" | "different") | null;
  decidedBy: string | null;
  decidedAt: string | null;
};

export type DecideReportOutlet = {
  name?: string;
  services?: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  address?: string | null;
  phone?: string | null;
  openingHours?: string | null;
  openingHoursText?: string | null;
  status?: "open" | "closed" | "planned";
  openedOn?: string | null;
  closedOn?: string | null;
  attributes?: AddOutletAttributes;
};

export type DecideReportBody = {
  /** accept: new is added, closed is closed, moved is moved, wrong is put right. reopen: takes the decision and what it changed back */ decision:
    | "accept"
    | "reject"
    | "reopen";
  /** The outlet it is about, where the report names none or another; of a new one: it is there already */ outletId?: string;
  /** Fields in place of what follows from the report */ outlet?: DecideReportOutlet;
  /** The day from which it is so, in place of what was reported */ effectiveOn?: string;
  note?: string | null;
  /** Number of the photo to show publicly with the outlet; none otherwise */ photo?: number;
};

export type DecideReportPhoto = {
  number: number;
  width: number;
  height: number;
  url: string;
  thumbUrl: string;
};

export type DecideReportSayings = {
  number: number;
  at: string;
  location: [number, number] | null;
  category:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )
    | null;
  repairKind:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  name: string | null;
  since: string | null;
  note: string | null;
  /** The text holds a link, or invites to write somewhere else */ flags: ("link" | "contact")[];
  photo: DecideReportPhoto | null;
};

export type DecideReportNearby = {
  id: string;
  name: string;
  services: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  status: "open" | "closed" | "planned";
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  /** As the crow flies */ meters: number;
  sameCategory: boolean;
};

export type DecideReportDecision = {
  /** Id of the account */ by: string;
  at: string;
  answer: string | null;
  outlet: string | null;
  /** Whether an outlet was added or changed */ changed: boolean;
};

export type DecideReportAnswer = {
  id: string;
  /** new: an outlet that the map lacks; closed: for good; moved: elsewhere; wrong: anything else about it */ kind:
    | "new"
    | "closed"
    | "moved"
    | "wrong";
  state: "open" | "accepted" | "rejected";
  /** How many people said so, as far as that can be told without knowing them */ said: number;
  firstAt: string;
  lastAt: string;
  location: [number, number] | null;
  category:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )
    | null;
  repairKind:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  name: string | null;
  since: string | null;
  /** The text holds a link, or invites to write somewhere else */ flags: ("link" | "contact")[];
  outletId: string | null;
  outlet: AddOutletAnswer | null;
  /** Each time it was said, in order; above stands what the first said of each */ sayings: DecideReportSayings[];
  /** Outlets within 300 m, those that do the same first, then the nearest: is it there already? */ nearby: DecideReportNearby[];
  publicPhoto: {
    outlet: string;
    number: number;
  } | null;
  decision: DecideReportDecision | null;
};

export type EditOutletBody = {
  name?: string;
  services?: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  address?: string | null;
  phone?: string | null;
  openingHours?: string | null;
  openingHoursText?: string | null;
  status?: "open" | "closed" | "planned";
  openedOn?: string | null;
  closedOn?: string | null;
  attributes?: AddOutletAttributes;
  /** The day from which it is so; today when left out */ effectiveOn?: string;
  /** It was so all along: past days show it as well */ corrects?: boolean;
};

export type EditSiteBody = {
  name?: string;
  kind?:
    | ("kiosk" | "guard-post" | "community-room" | "shopfront" | "premises" | "plant" | "shed" | "land" | "other")
    | null;
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  areaSquareMeters?: number | null;
  address?: string | null;
  owner?: string | null;
  availableFrom?: string | null;
  availableUntil?: string | null;
  note?: string | null;
};

export type EndSurveyLinksAnswer = {
  id: string;
  label: string;
  count: number;
  used: number;
  createdAt: string;
  endedAt: string | null;
};

export type ExportCirclesGeoJsonFeatures = {
  type: "Feature";
  id: string;
  geometry: {
    type: string;
  };
  properties: {
    name: string;
  };
};

export type ExportOutletsGeoJsonFeatures = {
  type: "Feature";
  id: string;
  geometry: {
    type: "Point";
    /** Longitude, latitude in degrees, WGS-84 */ coordinates: [number, number];
  };
  properties: Record<string, unknown>;
};

export type FindCircleOverlapsOverlaps = {
  a: {
    id: string;
    name: string;
  };
  b: {
    id: string;
    name: string;
  };
  areaSquareMeters: number;
  /** With their homes in both */ households: number;
  /** Polygon or MultiPolygon, WGS-84 */ geometry: Record<string, unknown>;
};

export type FindCircleOverlapsCommunities = {
  id: string;
  name: string;
  households: number;
  share: number | null;
  areaSquareMeters: number;
};

export type FindCircleOverlapsLeftover = {
  /** In no circle */ households: number;
  people: number | null;
  residences: number;
  /** Most households first */ communities: FindCircleOverlapsCommunities[];
  /** Polygon or MultiPolygon, WGS-84 */ geometry: Record<string, unknown>;
};

export type FindSitesCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  /** Kind of small repair */ kind?:
    | "shoe"
    | "watch"
    | "appliance"
    | "bicycle"
    | "key"
    | "clothes"
    | "electronics"
    | "furniture"
    | "bag"
    | "zipper";
  /** Minutes; the policy's own when left out */ ringMinutes?: number;
};

export type FindSitesFixed = {
  site?: string;
  outlet?: string;
  /** Longitude, latitude in degrees, WGS-84 */ location?: [number, number];
  /** One of the 50 categories */ category?:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  /** Kind of small repair */ kind?:
    | "shoe"
    | "watch"
    | "appliance"
    | "bicycle"
    | "key"
    | "clothes"
    | "electronics"
    | "furniture"
    | "bag"
    | "zipper";
};

export type FindSitesForbidden = {
  sites?: string[];
  outlets?: string[];
  area?: {
    type: "Polygon" | "MultiPolygon";
    coordinates: unknown[];
  };
};

export type FindSitesBody = {
  /** What is to be placed; of small repairs a kind as well (shoe: what a cobbler does) */ categories: (
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )
    | FindSitesCategories
  )[];
  /** How many altogether, over all categories */ count: number;
  /** Whose households count: id of a district, street, community or circle, or a polygon; else the city */ area?:
    | string
    | {
        type: "Polygon" | "MultiPolygon";
        coordinates: unknown[];
      };
  /** Minutes; the policy's own when left out */ ring?: number;
  /** What homes count by. elderly: people of 60 and more; need: households times the share of survey answers in their circle that miss the category */ weights?:
    | "households"
    | "people"
    | "elderly"
    | "need";
  /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** Only outlets open then: HH:MM or a moment */ at?: string;
  /** sites: empty premises; outlets: another service in an existing shop; frontage: along streets, on commercial land or where shops are; or places. Left out: sites where the city has any, else frontage */ candidates?: (
    | ("sites" | "outlets" | "frontage")
    | [number, number]
  )[];
  /** Streets (within 30 m) or areas chosen as frontage */ frontage?: {
    type: "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon";
    coordinates: unknown[];
  };
  /** Sites that are settled; they are among count */ fixed?: FindSitesFixed[];
  forbidden?: FindSitesForbidden;
  /** Straight, between new sites of one category, and to open outlets of it */ minimumDistanceMeters?: number;
  /** Households within the ring, whatever they have already */ minimumHouseholds?: number;
};

export type FindWorstClosuresBody = {
  /** What is to be placed; of small repairs a kind as well (shoe: what a cobbler does) */ categories: (
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )
    | FindSitesCategories
  )[];
  /** How many altogether, over all categories */ count: number;
  /** Whose households count: id of a district, street, community or circle, or a polygon; else the city */ area?:
    | string
    | {
        type: "Polygon" | "MultiPolygon";
        coordinates: unknown[];
      };
  /** Minutes; the policy's own when left out */ ring?: number;
  /** What homes count by. elderly: people of 60 and more; need: households times the share of survey answers in their circle that miss the category */ weights?:
    | "households"
    | "people"
    | "elderly"
    | "need";
  /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** Only outlets open then: HH:MM or a moment */ at?: string;
};

export type GetCityCounts = {
  /** Open outlets */ outlets: number;
  residences: number;
  households: number;
  areas: number;
};

export type GetCityEstimate = {
  /** Floor area; households are footprint × levels ÷ this */ squareMetersPerHousehold: number;
  peoplePerHousehold: number | null;
  elderlyShare: number | null;
  childShare: number | null;
  /** None of them was set for this city */ standard: boolean;
  /** Homes that are estimated */ residences: number;
  /** Households of these */ households: number;
};

export type GetCityPartly = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  /** Ids of the areas */ areas: string[];
  householdShare: number | null;
};

export type GetCityKnowledge = {
  /** Somebody vouches that all outlets of these categories are in the data */ claimed: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
  /** Somebody vouches in some areas; elsewhere a missing outlet is unknown, not a gap */ partly: GetCityPartly[];
  /** A missing outlet of these is unknown, not a gap */ unclaimed: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
};

export type GetCityAnswer = {
  id: string;
  nameZh: string;
  nameEn: string;
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  /** Made up: every page must say so */ fictional: boolean;
  osmDate: string | null;
  networkVersion: string | null;
  /** To be shown wherever the city is shown */ attribution: string;
  createdAt: string;
  updatedAt: string;
  counts: GetCityCounts;
  /** What homes that nobody has counted are estimated by; they are marked as estimated */ estimate: GetCityEstimate;
  knowledge: GetCityKnowledge;
};

export type GetCompoundGates = {
  /** Its place in the list */ index: number;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  name: string | null;
  kind: string | null;
  openingHours: string | null;
  access: string | null;
  locked: boolean | null;
  ref: string | null;
};

export type GetCompoundAnswer = {
  /** name:… where homes name a compound that no map has drawn */ id: string;
  name: string | null;
  address: string | null;
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  boundary: Record<string, unknown> | null;
  areaSquareMeters: number | null;
  gates: GetCompoundGates[];
  residences: number;
  households: number;
  /** At least some of them */ householdsEstimated: boolean;
  people: number | null;
  source: string | null;
  sourceRef: string | null;
  residenceIds: string[];
};

export type GetCoverageCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  ringMinutes: number;
  /** Households */ covered: number;
  /** Households */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
  share: number | null;
  knownShare: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
  people: ChangeScenarioBefore | null;
  /** Households with an outlet within 30 minutes; mean and p90 are theirs */ measuredHouseholds: number;
};

export type GetCoverageItems = {
  area: ChangeScenarioArea;
  households: number;
  people: number | null;
  /** In policy order: those asked for, or all 50 */ categories: GetCoverageCategories[];
};

export type GetCoverageAnswer = {
  /** Areas with households, the worst first: see `sort` */ items: GetCoverageItems[];
  /** Residences that lie in no area of this level */ outside: {
    residences: number;
    households: number;
  };
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: {
    time: string;
    asked: string;
  };
  settings: ChangeScenarioSettings;
  networkVersion: string;
  basis: ChangeScenarioBasis;
};

export type GetCoverageAnswer2 = {
  state: "working";
  step: string;
  fraction: number | null;
  startedAt: string;
};

export type GetCoverageDistributionBins = {
  fromMinutes: number;
  toMinutes: number;
  households: number;
};

export type GetCoverageDistributionAnswer = {
  area: ChangeScenarioArea;
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  ringMinutes: number;
  households: number;
  /** Households by minutes walked to the nearest: more than fromMinutes, at most toMinutes */ bins: GetCoverageDistributionBins[];
  /** Households that have none within 30 minutes, where the data would know */ beyond: number;
  /** Households that have none, of which the data cannot say */ unknownBeyond: number;
  medianSeconds: number | null;
  /** Households */ covered: number;
  /** Households */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
  share: number | null;
  knownShare: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: {
    time: string;
    asked: string;
  };
  settings: ChangeScenarioSettings;
  networkVersion: string;
  basis: ChangeScenarioBasis;
};

export type GetCoverageTrendCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  ringMinutes: number;
  /** Households */ covered: number;
  /** Households */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
  share: number | null;
  knownShare: number | null;
  meanSeconds: number | null;
  p90Seconds: number | null;
  /** Open in the whole city on that day */ outlets: number;
};

export type GetCoverageTrendAnswer = {
  area: ChangeScenarioArea;
  /** The oldest first */ points: {
    /** First of a month; the last is today */ date: string;
    categories: GetCoverageTrendCategories[];
  }[];
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: {
    time: string;
    asked: string;
  };
  settings: ChangeScenarioSettings;
  networkVersion: string;
  basis: ChangeScenarioBasis;
};

export type GetDatasetDcatdistribution = {
  "@id": string;
  "@type": "dcat:Distribution";
  "dct:title": string;
};

export type GetDatasetAnswer = {
  "@context": Record<string, unknown>;
  "@id": string;
  "@type": "dcat:Dataset";
  "dct:title": {
    "@language": string;
    "@value": string;
  }[];
  "dct:description": {
    "@language": string;
    "@value": string;
  }[];
  "dct:identifier": string;
  "dct:modified": {
    "@type": string;
    "@value": string;
  };
  "dct:spatial": {
    "@type": string;
    "dcat:bbox": {
      "@type": string;
      "@value": string;
    };
  };
  "dcat:distribution": GetDatasetDcatdistribution[];
};

export type GetImportChoices = {
  value: string | Record<string, string>;
  label: string;
  rowsInCity: number | null;
  rowsLookedAt: number | null;
};

export type GetImportQuestions = {
  /** Which option answers it */ field: "crs" | "columns";
  message: string;
  choices: GetImportChoices[];
};

export type GetImportCounts = {
  ok: number;
  warning: number;
  bad: number;
  waiting: number;
  skipped: number;
};

export type GetImportChanges = {
  added: number;
  updated: number;
  removed: number;
  unchanged: number;
};

export type GetImportPlaces = {
  /** Rows that wait for a place */ waiting: number;
  /** Of those, with something to choose from */ withCandidates: number;
  /** Of those, how many have a best candidate of at least so much */ atLeast: {
    confidence: number;
    rows: number;
  }[];
  /** Placed by their address */ placed: number;
  /** Placed by a person's choice or point */ byPerson: number;
  searchedAt: string | null;
  /** Confidence from which a place is taken without a person */ bar: number;
  /** What map services could not answer */ notes: string[];
};

export type GetImportDuplicates = {
  open: number;
  /** Open ones that can be accepted in bulk */ sure: number;
  same: number;
  different: number;
  withOutlets: number;
  withRows: number;
  searchedAt: string;
  /** No row has changed since */ isCurrent: boolean;
};

export type GetImportUnknownValues = {
  field: string;
  column: string | null;
  value: string;
  rows: number;
  firstRow: number;
};

export type GetImportProblems = {
  field: string | null;
  column: string | null;
  severity: string;
  message: string;
  advice: string | null;
  rows: number;
  firstRow: number;
};

export type GetImportNotes = {
  row: number | null;
  column: string | null;
  value: string | null;
  message: string;
};

export type GetImportOptions = {
  columns: Record<string, string>;
  values: Record<string, Record<string, string | null>>;
  complete:
    | (
        | ("all" | "none")
        | (
            | "convenience-store"
            | "supermarket"
            | "food-market"
            | "fresh-supermarket"
            | "breakfast"
            | "restaurant"
            | "staple-food-kitchen"
            | "hairdresser"
            | "laundry"
            | "pharmacy"
            | "photo-print"
            | "hardware"
            | "housekeeping"
            | "small-repair"
            | "property-service"
            | "recycling"
            | "parcel"
            | "mobile-stall"
            | "water-vending"
            | "bank"
            | "elderly-care"
            | "childcare"
            | "children-play"
            | "neighborhood-center"
            | "art-training"
            | "specialty-restaurant"
            | "tea-coffee"
            | "bakery"
            | "bookstore"
            | "florist"
            | "optician"
            | "stationery"
            | "sports-goods"
            | "brand-store"
            | "lifestyle-store"
            | "fitness"
            | "cinema"
            | "performance-venue"
            | "chess-cards"
            | "massage-wellness"
            | "beauty"
            | "bathhouse"
            | "hotel"
            | "car-wash"
            | "car-repair"
            | "pet-service"
            | "community-canteen"
            | "smart-store"
            | "locker-storage"
            | "vending-machine"
          )[]
      )
    | null;
  areas: string[];
};

export type GetImportAnswer = {
  id: string;
  what: "outlets" | "residences" | "boundaries" | "sites";
  source: string;
  fileName: string;
  encoding: string | null;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  asOf: string | null;
  /** staged: waits for a person, has changed nothing; broken: its reading was cut off or failed, nothing of it is left */ state:
    | "staged"
    | "committed"
    | "undone"
    | "discarded"
    | "broken";
  createdAt: string;
  committedAt: string | null;
  undoneAt: string | null;
  phase: "reading" | "ready";
  format: string | null;
  sheets: string[] | null;
  sheet: string | null;
  header: {
    row: number;
    names: string[];
  } | null;
  columns: {
    column: string;
    field: string | null;
  }[];
  /** What a column can be */ fields: string[];
  crs: {
    id: string | null;
    from: "answer" | "remembered" | "file" | "column" | "numbers" | "unknown" | "none";
  };
  /** To be answered before a commit */ questions: GetImportQuestions[];
  counts: GetImportCounts;
  changes: GetImportChanges | null;
  places: GetImportPlaces | null;
  duplicates: GetImportDuplicates | null;
  categories: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    count: number;
  }[];
  unknownValues: GetImportUnknownValues[];
  /** Equal ones once, the most frequent first */ problems: GetImportProblems[];
  notes: GetImportNotes[];
  options: GetImportOptions;
  remembered: string | null;
};

export type GetIndicatorValuesArea = {
  id: string;
  name: string;
  level: "circle" | "community" | "street" | "district" | "city";
};

export type GetOutletAnswer = {
  id: string;
  city: string;
  name: string;
  /** What it does; one shop may do several things */ services: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  original: AddOutletOriginal | null;
  address: string | null;
  phone: string | null;
  openingHours: string | null;
  openingHoursText: string | null;
  status: "open" | "closed" | "planned";
  openedOn: string | null;
  closedOn: string | null;
  attributes: AddOutletAttributes;
  /** osm, or who sent the table */ source: string;
  sourceRef: string | null;
  importId: string | null;
  createdAt: string;
  updatedAt: string;
  openNow: boolean | null;
  /** Open it in 高德, 百度, 腾讯, with coordinates converted to theirs */ links: AddOutletLinks;
  /** A steward has made a photo public: GET …/outlets/{id}/photo */ hasPhoto: boolean;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
};

export type GetOutletHistoryVersions = {
  seq: number;
  /** When it was written */ at: string;
  effectiveOn: string | null;
  /** Account, or cli, system, resident */ actor: string;
  /** What the change came from; before: known when histories began */ origin:
    | "import"
    | "osm"
    | "edit"
    | "report"
    | "merge"
    | "split"
    | "undo"
    | "before";
  originId: string | null;
  /** What it amounts to */ change:
    | "added"
    | "changed"
    | "moved"
    | "reclassified"
    | "opened"
    | "closed"
    | "removed"
    | "corrected"
    | "restored";
  state: Record<string, unknown> | null;
};

export type GetOutletHistoryRecords = {
  /** steward: entered by hand */ source: string;
  sourceRef: string | null;
  importId: string | null;
  formerId: string | null;
  /** What this source says */ draft: Record<string, unknown>;
};

export type GetOutletHistoryAnswer = {
  versions: GetOutletHistoryVersions[];
  records: GetOutletHistoryRecords[];
  /** Field → the source that it comes from */ provenance: Record<
    string,
    {
      source?: string;
      importId?: string | null;
    }
  >;
};

export type GetOutletTimelineItems = {
  on: string | null;
  /** The day on which it came into the data */ writtenOn: string;
  change: "added" | "changed" | "moved" | "reclassified" | "opened" | "closed" | "removed" | "corrected" | "restored";
  /** What differs from before */ fields: (
    | "name"
    | "services"
    | "location"
    | "address"
    | "phone"
    | "openingHours"
    | "status"
  )[];
  formerName: string | null;
};

export type GetReadyCompute = {
  ok: boolean;
  detail?: string;
  waiting: number;
  threads: number;
};

export type GetReadyOsrm = {
  ok: boolean;
  detail?: string;
  optional: true;
};

export type GetReadyDependencies = {
  store: {
    ok: boolean;
    detail?: string;
  };
  /** Threads that walk and cut tiles; they are started with the first question */ compute: GetReadyCompute;
  /** Where the server has an OSRM. Without its answer the embedded engine walks */ osrm?: GetReadyOsrm;
};

export type GetResidenceAreas = {
  district: string | null;
  street: string | null;
  community: string | null;
};

export type GetResidenceUnattached = {
  /** off-map: the map does not reach there; no-way: none near; barrier: all lie behind walls, water, railways …; cut-off: those near lead nowhere; closed: those near are shut to people on foot */ code:
    | "off-map"
    | "no-way"
    | "barrier"
    | "cut-off"
    | "closed";
  /** The same in words */ reason: string;
  /** What stands in front of the ways near */ barriers: string[];
  nearestMeters: number | null;
};

export type GetResidenceAnswer = {
  id: string;
  city: string;
  name: string | null;
  address: string | null;
  compound: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  footprint: Record<string, unknown> | null;
  levels: number | null;
  households: number;
  /** Estimated from the building, not counted */ householdsEstimated: boolean;
  people: number | null;
  elderlyShare: number | null;
  childShare: number | null;
  /** Its place was told by a geocoder, from the address */ geocoded?: boolean;
  areas: GetResidenceAreas;
  source: string;
  sourceRef: string | null;
  importId: string | null;
  accessMeters: number | null;
  unattached: GetResidenceUnattached | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  settings: ChangeScenarioSettings;
  networkVersion: string;
  /** All 50 in policy order */ categories: ComputeIsochronesCategories[];
};

export type GetSitingCandidate = {
  kind: "site" | "outlet" | "frontage" | "given";
  id: string | null;
  name: string | null;
};

export type GetSitingSites = {
  order: number;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  candidate: GetSitingCandidate;
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  kind:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  ringMinutes: number;
  fixed: boolean;
  /** In what homes were asked to count by */ gained: number;
  /** Households that lack it now and would have it, beside those before */ gainedHouseholds: number;
  gainedPeople: number | null;
  cumulativeHouseholds: number;
  residences: number;
  /** Within the ring; nobody knows whether they lack it. In no gain */ unknownHouseholds: number;
  householdsInRing: number;
  accessMeters: number | null;
};

export type GetSitingCurve = {
  count: number;
  gained: number;
  households: number;
  people: number | null;
};

export type GetSitingCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  kind:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  ringMinutes: number;
  /** Households */ uncoveredBefore: number;
  /** Of those */ coveredAfter: number;
  knownShare: number | null;
};

export type GetSitingBound = {
  /** No choice of these candidates gains more */ upper: number;
  gained: number;
  /** (upper − gained) ÷ upper: how far from the best it can be at most */ gapShare: number;
  /** This is the best */ exact: boolean;
};

export type GetSitingCandidates = {
  considered: number;
  /** The others could not have been chosen */ searched: number;
  tooFewHouseholds: number;
};

export type GetSitingBasis = {
  formula: string;
  weights: string;
  networkVersion: string;
  dataDate: string | null;
  /** The state of the city */ version: string;
  settings: ChangeScenarioSettings;
  at: string | null;
  area: {
    id: string | null;
    name: string | null;
  } | null;
};

export type GetSitingResult = {
  /** The fixed ones first, then each that gains most beside those before */ sites: GetSitingSites[];
  /** What so many come to together, from none on */ curve: GetSitingCurve[];
  categories: GetSitingCategories[];
  /** Households times categories */ uncoveredBefore: number;
  coveredAfter: number;
  /** In what homes count by */ bound: GetSitingBound;
  method: "exact" | "greedy+swap";
  candidates: GetSitingCandidates;
  notes: {
    id: string;
    text: string;
  }[];
  basis: GetSitingBasis;
  computeMs: number;
};

export type GetSitingOutlet = {
  id: string;
  name: string;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
};

export type GetSitingClosures = {
  order: number;
  outlet: GetSitingOutlet;
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  kind:
    | ("shoe" | "watch" | "appliance" | "bicycle" | "key" | "clothes" | "electronics" | "furniture" | "bag" | "zipper")
    | null;
  ringMinutes: number;
  lost: number;
  /** Households that would lack it */ lostHouseholds: number;
  lostPeople: number | null;
  cumulativeHouseholds: number;
  residences: number;
  /** Households of whom nobody would know any more */ unknownHouseholds: number;
  householdsInRing: number;
};

export type GetSitingCurve2 = {
  count: number;
  lost: number;
  households: number;
  people: number | null;
};

export type GetSitingResult2 = {
  closures: GetSitingClosures[];
  /** What so many come to together, from none on */ curve: GetSitingCurve2[];
  notes: {
    id: string;
    text: string;
  }[];
  basis: GetSitingBasis;
  computeMs: number;
};

export type GetSitingAnswer = {
  job: string;
  kind: "siting.find" | "siting.closures";
  /** As it was asked */ question: Record<string, unknown>;
  result: GetSitingResult | GetSitingResult2;
};

export type GetSurveyPageAnswer = {
  circle: {
    /** Id of the circle */ id: string;
    name: string;
  };
  /** token: by this link; open: anybody may answer; refused: not so */ access: "token" | "open" | "refused";
  reason: ("closed" | "unknown" | "used" | "ended" | "token-needed") | null;
  form: string | null;
};

export type GetSurveyResultsSettings = {
  /** Anybody may answer, without a link as well */ openToAll: boolean;
  /** No more answers are taken */ closed: boolean;
  since: string | null;
  /** 0: nobody has set anything */ version: number;
};

export type GetSurveyResultsByOrigin = {
  link: number;
  open: number;
  paper: number;
};

export type GetSurveyResultsAbout = {
  id: string;
  groups: {
    text: string;
    count: number;
  }[];
  /** Answers of groups of fewer than ten */ hidden: number;
};

export type GetSurveyResultsChoices = {
  id: string;
  count: number;
  share: number;
  satisfied: boolean | null;
};

export type GetSurveyResultsCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  present: number;
  share: number;
};

export type GetSurveyResultsQuestions = {
  id: string;
  kind: "one" | "categories";
  answered: number;
  choices?: GetSurveyResultsChoices[];
  categories?: GetSurveyResultsCategories[];
};

export type GetSurveyResultsCompounds = {
  name: string;
  responses: number;
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
};

export type GetSurveyResultsNeed = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  weight: number | null;
  missing: number;
  answers: number;
};

export type GetSurveyResultsAnswer = {
  circle: {
    /** Id of the circle */ id: string;
    name: string;
  };
  settings: GetSurveyResultsSettings;
  responses: number;
  byOrigin: GetSurveyResultsByOrigin;
  from: string | null;
  to: string | null;
  people: number | null;
  peopleEstimated: boolean;
  sampleShare: number | null;
  needed: number | null;
  sufficient: boolean | null;
  categorySatisfiedShare: number | null;
  serviceSatisfiedShare: number | null;
  about: GetSurveyResultsAbout[];
  questions: GetSurveyResultsQuestions[];
  /** Compounds with at least ten answers */ compounds: GetSurveyResultsCompounds[];
  compoundsHidden: {
    compounds: number;
    responses: number;
  };
  /** 缺什么: categories that answers name as still missing */ missing: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    mentions: number;
  }[];
  need: GetSurveyResultsNeed[];
  basis: {
    formulas: string[];
    form: string;
  };
};

export type GetTileJsonAnswer = {
  tilejson: string;
  name: string;
  attribution: string;
  version: string;
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  /** West, south, east, north in degrees, WGS-84 */ bounds: number[];
  vector_layers: {
    id: string;
    fields: Record<string, string>;
  }[];
};

export type GetUpdateOutlets = {
  added: number;
  gone: number;
  moved: number;
  reclassified: number;
  changed: number;
};

export type GetUpdateHomes = {
  added: {
    homes: number;
    /** Households */ households: number;
  };
  gone: {
    homes: number;
    /** Households */ households: number;
  };
  /** Households */ householdsBefore: number;
  /** Households */ householdsAfter: number;
};

export type GetUpdateReach = {
  /** Households */ households: number;
  /** Households that reach a category within its ring that they lacked */ gained: number;
  /** Households that lack one that was within its ring */ lost: number;
};

export type GetUpdateAnswer = {
  id: string;
  /** When it was brought in */ at: string;
  mapBefore: string | null;
  mapAfter: string | null;
  outlets: GetUpdateOutlets;
  homes: GetUpdateHomes;
  ways: {
    addedMeters: number;
    removedMeters: number;
  } | null;
  reach: GetUpdateReach | null;
  /** Outlets edited by hand that went with the map's */ lostEdits: number;
  /** Outlets that the map no longer has and other sources hold */ held: number;
  /** outlets: by kind of change count, byCategory and the first by name; homes; ways; reach: categories [{category, gained, lost, newlyKnown, noLongerKnown, areas}] and the areas where most changed; lostEdits, held: each outlet */ report: Record<
    string,
    unknown
  >;
};

export type GetWalkFeatures = {
  kind: "steps" | "crossing" | "signals" | "footbridge" | "underpass" | "lift" | "escalator" | "ferry" | "gate";
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  meters: number;
  /** Metres walked until it begins */ atMeters: number;
  stepCount?: number;
  name?: string;
};

export type GetWalkWays = {
  name: string;
  meters: number;
  atMeters: number;
};

export type GetWalkProperties = {
  /** Which engine walks */ engine: "embedded" | "osrm";
  /** From door to door, access legs included */ seconds: number;
  meters: number;
  accessMeters: {
    from: number;
    to: number;
  };
  /** What a walker notices on the way, in order */ features: GetWalkFeatures[];
  /** Kinds that the engine cannot tell: there may be some though none is listed */ unknownFeatures?: (
    | "steps"
    | "crossing"
    | "signals"
    | "footbridge"
    | "underpass"
    | "lift"
    | "escalator"
    | "ferry"
    | "gate"
  )[];
  ways: GetWalkWays[];
  settings: ChangeScenarioSettings;
  networkVersion: string;
  /** Why the embedded engine answered in place of OSRM, which was meant to; absent otherwise */ fallbackReason?: string;
};

export type GetWalkAnswer = {
  type: "Feature";
  geometry: {
    type: "LineString";
    coordinates: [number, number][];
  };
  properties: GetWalkProperties;
};

export type ImportCirclesBody = {
  /** A FeatureCollection */ geojson: Record<string, unknown>;
  /** Who sent it */ source: string;
  /** Coordinate system; WGS-84 when left out */ crs?: string;
  /** Judge, and write nothing */ dryRun?: boolean;
  /** Take the good ones although others are bad */ skipBadRows?: boolean;
};

export type ImportCirclesChanges = {
  added: number;
  changed: number;
  unchanged: number;
};

export type ImportCirclesProblems = {
  row: number | null;
  field: string | null;
  message: string;
};

export type ImportCirclesAnswer = {
  read: number;
  accepted: number;
  changes: ImportCirclesChanges | null;
  circles: AddCircleAnswer[];
  problems: ImportCirclesProblems[];
};

export type ImportSurveyCircles = {
  id: string;
  name: string;
  added: number;
};

export type ImportSurveyAnswer = {
  added: number;
  /** Answers of an earlier file of this name */ removed: number;
  /** Columns that say nothing here */ ignored: string[];
  circles: ImportSurveyCircles[];
};

export type ListAuditItems = {
  seq: number;
  at: string;
  actor: string;
  action: string;
  city: string | null;
  subject: string | null;
  detail: unknown;
};

export type ListCategoriesCategories = {
  /** One of the 50 categories */ id:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  nameZh: string;
  nameEn: string;
  /** 基本保障类 or 品质提升类 */ tier: "basic" | "quality";
  /** Minutes' walk within which the policy wants it */ ringMinutes: number;
  /** Place in the official list */ order: number;
};

export type ListCategoriesRepairKinds = {
  /** Kind of small repair */ id:
    | "shoe"
    | "watch"
    | "appliance"
    | "bicycle"
    | "key"
    | "clothes"
    | "electronics"
    | "furniture"
    | "bag"
    | "zipper";
  nameZh: string;
  nameEn: string;
  /** One of the nine large pictures */ large: boolean;
};

export type ListChangesCounts = {
  opened: number;
  closed: number;
  moved: number;
  reclassified: number;
  changed: number;
  added: number;
  removed: number;
};

export type ListChangesCategories = {
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  opened: number;
  closed: number;
  moved: number;
  reclassified: number;
  changed: number;
  added: number;
  removed: number;
  /** Outlets open on each of the two days */ open: {
    from: number;
    to: number;
  };
};

export type ListChangesAreas = {
  area: CompareCoverageArea;
  counts: ListChangesCounts;
  /** Those in which anything differs, in policy order; an outlet counts in each that it has or had */ categories: ListChangesCategories[];
};

export type ListChangesBefore = {
  name: string;
  services: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  address: string | null;
  status: "open" | "closed" | "planned";
  openedOn: string | null;
  closedOn: string | null;
  source: string;
};

export type ListChangesItems = {
  id: string;
  /** opened, closed: by what is known of both days and the outlet's own dates; added, removed: it came into the data or left it, without a word when it opened or closed */ change:
    | "opened"
    | "closed"
    | "moved"
    | "reclassified"
    | "changed"
    | "added"
    | "removed";
  /** What differs */ fields: string[];
  before: ListChangesBefore | null;
  after: ListChangesBefore | null;
};

export type ListChangesAnswer = {
  from: string;
  to: string;
  counts: ListChangesCounts;
  /** Those in which anything differs, in policy order; an outlet counts in each that it has or had */ categories: ListChangesCategories[];
  /** With level: areas in which anything differs; a moved outlet counts where it is now */ areas?: ListChangesAreas[];
  /** By id */ items: ListChangesItems[];
  nextCursor: string | null;
};

export type ListCirclesQuality = {
  points: number;
  grade: string | null;
  unknownPoints: number;
};

export type ListCirclesSummary = {
  communities: number;
  residences: number;
  households: number;
  people: number | null;
  presence: {
    points: number;
    type: string | null;
  };
  quality: ListCirclesQuality | null;
  reachShare: number | null;
  /** Basic categories that are missing for sure */ gapsBasic: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
  /** Categories that are there and that less than 80 % of the homes reach */ contradictions: number;
  knownShare: number | null;
};

export type ListCirclesItems = {
  id: string;
  name: string;
  /** What it is a circle for */ kind: "15min" | "elderly" | "childcare" | "fitness" | "parcel" | "other";
  source: string;
  sourceRef: string | null;
  details: AddCircleDetails2 | null;
  requiredBasic:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )[]
    | null;
  note: string | null;
  version: number;
  boundaryVersion: number;
  by: string;
  createdAt: string;
  updatedAt: string;
  boundary?: Record<string, unknown>;
  /** Longitude, latitude in degrees, WGS-84 */ center: [number, number];
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  areaSquareMeters: number;
  /** 四至 */ bounds: AddCircleBounds2;
  summary: ListCirclesSummary;
};

export type ListCompoundsItems = {
  /** name:… where homes name a compound that no map has drawn */ id: string;
  name: string | null;
  address: string | null;
  /** West, south, east, north in degrees, WGS-84 */ bbox: number[];
  boundary: Record<string, unknown> | null;
  areaSquareMeters: number | null;
  gates: GetCompoundGates[];
  residences: number;
  households: number;
  /** At least some of them */ householdsEstimated: boolean;
  people: number | null;
  source: string | null;
  sourceRef: string | null;
};

export type ListDuplicatesCounts = {
  open: number;
  /** Open ones that can be accepted in bulk */ sure: number;
  decided: number;
};

export type ListDuplicatesAnswer = {
  items: DecideDuplicateAnswer[];
  nextCursor: string | null;
  counts: ListDuplicatesCounts;
  thresholds: {
    propose: number;
    sure: number;
  };
  search: {
    searchedAt: string | null;
    /** Nothing has changed since the last search */ isCurrent: boolean;
  };
};

export type ListEvidenceItems = {
  id: string;
  /** A measure of the table 好不好 (attachment 3) */ measure:
    | "needAndProjectLists"
    | "listsCarriedOut"
    | "sampleShare"
    | "categorySatisfiedShare"
    | "serviceSatisfiedShare"
    | "convenienceServiceKinds"
    | "convenienceOpen24h"
    | "breakfastKinds"
    | "breakfastDelivering"
    | "retailDelivering"
    | "marketAreaSufficient"
    | "marketServices"
    | "repairKinds"
    | "repairTidy"
    | "elderlyCareAreaSufficient"
    | "elderlyCareServices"
    | "childcareAreaSufficient"
    | "childcareServices"
    | "chainShare"
    | "cityTier"
    | "eventsThisYear"
    | "scanToPayAndCameras"
    | "machinesByKind"
    | "signMap"
    | "platformShopShare"
    | "platformResidentShare"
    | "harmony";
  /** count: a whole number; share: 0 to 1; yesNo: true or false; choice: an id; list: ids; countByKind: numbers by kind */ value:
    | number
    | boolean
    | string
    | string[]
    | Record<string, number>;
  text: string | null;
  date: string | null;
  file: AddCircleFileAnswer | null;
  at: string;
  endedAt: string | null;
};

export type ListGapsSummary = {
  households: number;
  /** Households that reach one */ covered: number;
  /** Households that reach none */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
};

export type ListGapsProperties = {
  id: string;
  name: string | null;
  households: number;
  nearestSeconds: number | null;
  /** reached: an open outlet within the ring; gap: none, and the data would know; unknown: nobody vouches for the category, or the map ends within the ring */ state:
    | "reached"
    | "gap"
    | "unknown";
};

export type ListGapsFeatures = {
  type: "Feature";
  geometry: {
    type: "Point";
    /** Longitude, latitude in degrees, WGS-84 */ coordinates: [number, number];
  };
  properties: ListGapsProperties;
};

export type ListGapsProperties2 = {
  /** H3 index */ cell: string;
  households: number;
  /** Households that reach one */ covered: number;
  /** Households that reach none */ gap: number;
  /** Households of which the data cannot say */ unknown: number;
};

export type ListGapsFeatures2 = {
  type: "Feature";
  geometry: {
    type: "Polygon";
    coordinates: [number, number][][];
  };
  properties: ListGapsProperties2;
};

export type ListGapsAnswer = {
  type: "FeatureCollection";
  /** One of the 50 categories */ category:
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine";
  minutes: number;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: {
    time: string;
    asked: string;
  };
  settings: ChangeScenarioSettings;
  networkVersion: string;
  basis: ChangeScenarioBasis;
  /** Of the whole city */ summary: ListGapsSummary;
  features: (ListGapsFeatures | ListGapsFeatures2)[];
};

export type ListImportDuplicatesAnswer = {
  items: DecideImportDuplicateAnswer[];
  nextCursor: string | null;
  thresholds: {
    propose: number;
    sure: number;
  };
};

export type ListImportPlacesTaken = {
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  level: "door" | "building" | "compound" | "street-number" | "street" | "crossing" | "landmark" | "community" | "area";
  /** How likely it lies within 100 m */ confidence: number;
  /** gazetteer, tianditu, amap, nominatim, photon */ provider: string;
  /** How it was found, in Chinese */ explanation: string;
};

export type ListImportPlacesCandidates = {
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  level: "door" | "building" | "compound" | "street-number" | "street" | "crossing" | "landmark" | "community" | "area";
  /** How likely it lies within 100 m */ confidence: number;
  /** gazetteer, tianditu, amap, nominatim, photon */ provider: string;
  /** How it was found, in Chinese */ explanation: string;
  /** The address or name that was found */ matched: string;
};

export type ListImportPlacesPlace = {
  /** What was looked for */ address: string;
  name: string | null;
  taken: ListImportPlacesTaken | null;
  by: ("geocoder" | "person") | null;
  /** The best first; chosen by their number from 0 */ candidates: ListImportPlacesCandidates[];
};

export type ListImportPlacesProblems = {
  field: string | null;
  column: string | null;
  value: string | null;
  /** What is wrong */ message: string;
  advice: string | null;
  severity: "fault" | "warning" | "waiting";
  unknown: boolean;
};

export type ListImportPlacesItems = {
  /** As the spreadsheet numbers it */ row: number;
  /** ok and warning come in; bad cannot; waiting: its place, or the table's columns or coordinate system, have to be told; skipped: left out */ state:
    | "ok"
    | "warning"
    | "bad"
    | "waiting"
    | "skipped";
  cells: string[];
  fixes: unknown | null;
  place: ListImportPlacesPlace | null;
  problems: ListImportPlacesProblems[];
  /** What would be written; null where nothing would */ draft: unknown;
};

export type ListIndicatorsThresholds = {
  id: string;
  nameZh: string;
  nameEn: string;
  from: number | null;
  colour: string;
};

export type ListIndicatorsItems = {
  id: string;
  nameZh: string;
  nameEn: string;
  group: "basic" | "quality" | "repair" | "service" | "people" | "reach" | "quality-index" | "score" | "own";
  formula: string;
  unit: string;
  /** Shown with a circle and printed in reports */ inReports: boolean;
  /** The highest first */ thresholds: ListIndicatorsThresholds[];
  source: string;
  /** The district's own; else of the library */ own: boolean;
  version: number | null;
};

export type ListIndicatorsQuantities = {
  name: string;
  arguments: string[] | null;
  /** The argument may be left out */ optional: boolean;
  aboutZh: string;
  aboutEn: string;
};

export type ListIndicatorsAnswer = {
  items: ListIndicatorsItems[];
  groups: AssessCircleType[];
  quantities: ListIndicatorsQuantities[];
};

export type ListKeysItems = {
  id: string;
  name: string;
  roles: ("steward" | "planner" | "bureau" | "admin")[];
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
};

export type ListLedgersItems = {
  id: string;
  nameZh: string;
  nameEn: string;
  bureauZh: string;
  bureauEn: string;
  /** Empty: all categories */ categories: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
};

export type ListOutletsItems = {
  id: string;
  city: string;
  name: string;
  /** What it does; one shop may do several things */ services: {
    /** One of the 50 categories */ category:
      | "convenience-store"
      | "supermarket"
      | "food-market"
      | "fresh-supermarket"
      | "breakfast"
      | "restaurant"
      | "staple-food-kitchen"
      | "hairdresser"
      | "laundry"
      | "pharmacy"
      | "photo-print"
      | "hardware"
      | "housekeeping"
      | "small-repair"
      | "property-service"
      | "recycling"
      | "parcel"
      | "mobile-stall"
      | "water-vending"
      | "bank"
      | "elderly-care"
      | "childcare"
      | "children-play"
      | "neighborhood-center"
      | "art-training"
      | "specialty-restaurant"
      | "tea-coffee"
      | "bakery"
      | "bookstore"
      | "florist"
      | "optician"
      | "stationery"
      | "sports-goods"
      | "brand-store"
      | "lifestyle-store"
      | "fitness"
      | "cinema"
      | "performance-venue"
      | "chess-cards"
      | "massage-wellness"
      | "beauty"
      | "bathhouse"
      | "hotel"
      | "car-wash"
      | "car-repair"
      | "pet-service"
      | "community-canteen"
      | "smart-store"
      | "locker-storage"
      | "vending-machine";
    kind:
      | (
          | "shoe"
          | "watch"
          | "appliance"
          | "bicycle"
          | "key"
          | "clothes"
          | "electronics"
          | "furniture"
          | "bag"
          | "zipper"
        )
      | null;
  }[];
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  original: AddOutletOriginal | null;
  address: string | null;
  phone: string | null;
  openingHours: string | null;
  openingHoursText: string | null;
  status: "open" | "closed" | "planned";
  openedOn: string | null;
  closedOn: string | null;
  attributes: AddOutletAttributes;
  /** osm, or who sent the table */ source: string;
  sourceRef: string | null;
  importId: string | null;
  createdAt: string;
  updatedAt: string;
  openNow: boolean | null;
  /** Open it in 高德, 百度, 腾讯, with coordinates converted to theirs */ links: AddOutletLinks;
  /** With near: from door to door */ walkSeconds?: number;
  walkMeters?: number;
};

export type ListOutletsAnswer = {
  items: ListOutletsItems[];
  nextCursor: string | null;
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  settings?: ChangeScenarioSettings;
  /** With open: outlets left out because their hours are not known */ unknownHours?: number;
  /** With near: why none can be walked to */ reason?: string;
};

export type ListRatingsItems = {
  id: string;
  outlet: string;
  stars: number;
  comment: string | null;
  /** The text holds a link, or invites to write somewhere else */ flags: ("link" | "contact")[];
  /** pending: the stars count, the comment waits; shown: both are seen; silent: the stars count, the comment is not shown; hidden: neither */ state:
    | "pending"
    | "shown"
    | "silent"
    | "hidden";
  at: string;
  moderatedBy: string | null;
  moderatedAt: string | null;
};

export type ListRatingsOfOutletItems = {
  stars: number;
  comment: string;
  on: string;
};

export type ListRatingsOfOutletAnswer = {
  count: number;
  average: number | null;
  stars: number[] | null;
  /** Comments, the newest first */ items: ListRatingsOfOutletItems[];
  nextCursor: string | null;
};

export type ListResidencesItems = {
  id: string;
  city: string;
  name: string | null;
  address: string | null;
  compound: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  footprint: Record<string, unknown> | null;
  levels: number | null;
  households: number;
  /** Estimated from the building, not counted */ householdsEstimated: boolean;
  people: number | null;
  elderlyShare: number | null;
  childShare: number | null;
  /** Its place was told by a geocoder, from the address */ geocoded?: boolean;
  areas: GetResidenceAreas;
  source: string;
  sourceRef: string | null;
  importId: string | null;
  /** Why no walk begins at the door */ unattached?: GetResidenceUnattached;
};

export type ListScenariosItems = {
  id: string;
  name: string;
  note: string | null;
  version: number;
  /** When this version was made */ at: string;
  createdAt: string;
  link: string;
  /** How many edits of outlets, and of the network */ edits: {
    outlets: number;
    network: number;
  };
};

export type ListSitingItems = {
  job: string;
  kind: "siting.find" | "siting.closures";
  state: string;
  /** As it was asked */ question: Record<string, unknown>;
  createdAt: string;
  endedAt: string | null;
  summary: {
    sites: number;
    households: number;
  } | null;
};

export type ListSurveyTextsItems = {
  text: string;
  day: string;
  /** That it names */ categories: (
    | "convenience-store"
    | "supermarket"
    | "food-market"
    | "fresh-supermarket"
    | "breakfast"
    | "restaurant"
    | "staple-food-kitchen"
    | "hairdresser"
    | "laundry"
    | "pharmacy"
    | "photo-print"
    | "hardware"
    | "housekeeping"
    | "small-repair"
    | "property-service"
    | "recycling"
    | "parcel"
    | "mobile-stall"
    | "water-vending"
    | "bank"
    | "elderly-care"
    | "childcare"
    | "children-play"
    | "neighborhood-center"
    | "art-training"
    | "specialty-restaurant"
    | "tea-coffee"
    | "bakery"
    | "bookstore"
    | "florist"
    | "optician"
    | "stationery"
    | "sports-goods"
    | "brand-store"
    | "lifestyle-store"
    | "fitness"
    | "cinema"
    | "performance-venue"
    | "chess-cards"
    | "massage-wellness"
    | "beauty"
    | "bathhouse"
    | "hotel"
    | "car-wash"
    | "car-repair"
    | "pet-service"
    | "community-canteen"
    | "smart-store"
    | "locker-storage"
    | "vending-machine"
  )[];
};

export type ListSurveyTextsAnswer = {
  items: ListSurveyTextsItems[];
  total: number;
  nextCursor: string | null;
};

export type ListUpdatesItems = {
  id: string;
  /** When it was brought in */ at: string;
  mapBefore: string | null;
  mapAfter: string | null;
  outlets: GetUpdateOutlets;
  homes: GetUpdateHomes;
  ways: {
    addedMeters: number;
    removedMeters: number;
  } | null;
  reach: GetUpdateReach | null;
  /** Outlets edited by hand that went with the map's */ lostEdits: number;
  /** Outlets that the map no longer has and other sources hold */ held: number;
};

export type MakeCircleDocumentBody = {
  file: "report.docx" | "report.xlsx" | "sign.svg" | "sign.pdf" | "handbook.pdf";
  paper?: "a3" | "a4";
  orientation?: "portrait" | "landscape";
  /** lng,lat of where the sign hangs: there the rings begin and 您在这里 stands; the circle's middle when left out */ at?: string;
};

export type MeasureCircleBody = {
  /** GeoJSON Polygon or MultiPolygon, WGS-84, within the city */ boundary: Record<string, unknown>;
  requiredBasic?:
    | (
        | "convenience-store"
        | "supermarket"
        | "food-market"
        | "fresh-supermarket"
        | "breakfast"
        | "restaurant"
        | "staple-food-kitchen"
        | "hairdresser"
        | "laundry"
        | "pharmacy"
        | "photo-print"
        | "hardware"
        | "housekeeping"
        | "small-repair"
        | "property-service"
        | "recycling"
        | "parcel"
        | "mobile-stall"
        | "water-vending"
        | "bank"
        | "elderly-care"
        | "childcare"
        | "children-play"
        | "neighborhood-center"
        | "art-training"
        | "specialty-restaurant"
        | "tea-coffee"
        | "bakery"
        | "bookstore"
        | "florist"
        | "optician"
        | "stationery"
        | "sports-goods"
        | "brand-store"
        | "lifestyle-store"
        | "fitness"
        | "cinema"
        | "performance-venue"
        | "chess-cards"
        | "massage-wellness"
        | "beauty"
        | "bathhouse"
        | "hotel"
        | "car-wash"
        | "car-repair"
        | "pet-service"
        | "community-canteen"
        | "smart-store"
        | "locker-storage"
        | "vending-machine"
      )[]
    | null;
  /** Id of the circle whose boundary it is to become: its evidence and survey then count */ circle?: string;
};

export type MeasureCircleAnswer = {
  circle: AssessCircleCircle | null;
  asOf: string;
  basis: AssessCircleBasis;
  members: AssessCircleMembers;
  presence: AssessCirclePresence;
  reach: AssessCircleReach;
  quality: AssessCircleQuality | null;
  survey: AssessCircleSurvey | null;
  indicators: AssessCircleIndicators2[];
  proposals: AssessCircleProposals[];
  /** 四至 */ bounds: AddCircleBounds2;
  areaSquareMeters: number;
};

export type MendImportRowBody = {
  /** Column or field → text to read in its place; null takes that back */ cells?: Record<string, string | null>;
  location?: [number, number] | null;
  candidate?: number | null;
  skip?: boolean;
};

export type NewFormAnswer = {
  /** To be sent along, once */ form: string;
  /** Sooner it is not taken */ notBeforeSeconds: number;
  /** Later it is not taken */ expiresSeconds: number;
  /** Name of a field that people must not see; it stays empty */ trap: string;
};

export type ProposeCircleBody = {
  /** Id of a community */ community?: string;
  /** Longitude, latitude in degrees, WGS-84 */ center?: [number, number];
  minutes?: 5 | 10 | 15;
  /** From and to */ people?: number[];
  /** From and to */ dwellings?: number[];
};

export type ProposeCircleSteps = {
  community: {
    id: string;
    name: string;
  };
  households: number;
  people: number | null;
  meanSeconds: number | null;
  householdsSoFar: number;
  peopleSoFar: number | null;
  reasonZh: string;
  reasonEn: string;
};

export type ProposeCircleEnclosed = {
  id: string;
  name: string;
  households: number;
};

export type ProposeCircleStandard = {
  nameZh: string;
  minutes: number;
  /** From and to */ dwellings: number[];
  /** From and to */ people: number[];
  source: string;
};

export type ProposeCircleBasis = {
  formulas: string[];
  networkVersion: string;
  dataDate: string | null;
  speedKmh: number;
  profile: string;
};

export type ProposeCircleAnswer = {
  /** Grown along borders of communities, or, where none are known, what can be walked to */ method:
    | "communities"
    | "ring";
  /** Polygon or MultiPolygon, WGS-84 */ boundary: Record<string, unknown>;
  /** Longitude, latitude in degrees, WGS-84 */ center: [number, number];
  /** The communities in the order they were taken in */ steps: ProposeCircleSteps[];
  /** Communities that the others surround; counted too */ enclosed: ProposeCircleEnclosed[];
  households: number;
  people: number | null;
  /** Why it stopped there */ endZh: string;
  endEn: string;
  meetsStandard: boolean;
  standard: ProposeCircleStandard;
  basis: ProposeCircleBasis;
};

export type PutEvidenceBody = {
  /** count: a whole number; share: 0 to 1; yesNo: true or false; choice: an id; list: ids; countByKind: numbers by kind */ value:
    | number
    | boolean
    | string
    | string[]
    | Record<string, number>;
  text?: string | null;
  date?: string | null;
  file?: string | null;
};

export type PutIndicatorBody = {
  nameZh: string;
  nameEn?: string;
  group?: "basic" | "quality" | "repair" | "service" | "people" | "reach" | "quality-index" | "score" | "own";
  formula: string;
  unit: string;
  /** Shown with a circle and printed in reports */ inReports?: boolean;
  /** The highest first */ thresholds?: ListIndicatorsThresholds[];
  source?: string;
  /** The version that was looked at; 0 or left out: it is new */ version?: number;
};

export type RateOutletBody = {
  /** From GET …/reports/form */ form: string;
  /** Stays empty */ website?: string;
  stars: number;
  comment?: string | null;
};

export type SearchItems = {
  type: "compound" | "place" | "area" | "outlet" | "residence";
  id: string;
  name: string;
  address: string | null;
  /** Longitude, latitude in degrees, WGS-84 */ location: [number, number];
  /** West, south, east, north in degrees, WGS-84 */ bbox?: number[];
};

export type SplitCircleBody = {
  line: [number, number][];
  /** The version that was looked at; 409 where somebody has changed it since */ version: number;
  /** Of the part that is new */ name?: string;
};

export type TrackReportAnswer = {
  /** new: an outlet that the map lacks; closed: for good; moved: elsewhere; wrong: anything else about it */ kind:
    | "new"
    | "closed"
    | "moved"
    | "wrong";
  state: "open" | "accepted" | "rejected";
  said: number;
  firstOn: string;
  decidedOn: string | null;
  answer: string | null;
  outlet: string | null;
};

export type TryScenarioBody = {
  outlets?: ChangeScenarioOutlets;
  /** A gate or way within 25 m of a place. Takes up to some seconds in a metropolis */ network?: ChangeScenarioNetwork;
  /** Who walks; each profile has its own speed */ profile?: "adult" | "elder" | "child" | "pram" | "wheelchair";
  /** Speed on level, firm ground; without it the profile's own */ speedKmh?: number;
  /** HH:MM on the Wednesday of this week, or a moment: only outlets open then count, see coverage */ at?: string;
  name?: string;
  note?: string | null;
  /** Keep it under its name */ save?: boolean;
  /** So many homes are listed */ top?: number;
  /** Which areas are told; all levels when left out */ levels?: ("city" | "district" | "street" | "community")[];
};

export type TryScenarioAnswer = {
  id: string | null;
  name: string | null;
  note: string | null;
  version: number | null;
  newest: number | null;
  link: string | null;
  edits: ChangeScenarioEdits;
  /** Where anything is other: the city first, then those where most is */ areas: ChangeScenarioAreas[];
  /** Households for which it is so of any category, each once. gain: a gap before, reached now; newlyKnown: unknown before, reached now */ households: ChangeScenarioHouseholds;
  people: {
    gain: number;
    lose: number;
  } | null;
  residences: ChangeScenarioResidences;
  /** Where anything is other */ circles: ChangeScenarioCircles[];
  /** What should be known of the figures */ notes: string[];
  /** The day asked for: outlets are as they were then, households as they are today. Absent: as it is now */ date?: string;
  /** Local time that was asked for; absent: whatever the hour */ at?: {
    time: string;
    asked: string;
  };
  settings: ChangeScenarioSettings;
  networkVersion: string;
  basis: ChangeScenarioBasis;
  /** Milliseconds of computing */ computeMs: number;
};

export type TryScenarioAnswer2 = {
  job: AcceptDuplicatesJob;
  id: string | null;
  version: number | null;
};

interface Operation {
  method: string;
  path: string;
  /** Names of the parameters that go into the query string. */
  query: readonly string[];
  answer: "json" | "text" | "bytes";
}

export const operations: Record<keyof Operations, Operation> = {
  acceptDuplicates: { method: "POST", path: "/api/cities/{city}/duplicates/bulk", query: [], answer: "json" },
  acceptImportDuplicates: {
    method: "POST",
    path: "/api/cities/{city}/imports/{id}/duplicates/bulk",
    query: [],
    answer: "json",
  },
  acceptImportPlaces: {
    method: "POST",
    path: "/api/cities/{city}/imports/{id}/places/accept",
    query: [],
    answer: "json",
  },
  addAccount: { method: "POST", path: "/api/accounts", query: [], answer: "json" },
  addCircle: { method: "POST", path: "/api/cities/{city}/circles", query: [], answer: "json" },
  addCircleFile: { method: "POST", path: "/api/cities/{city}/circles/{id}/files", query: [], answer: "json" },
  addKey: { method: "POST", path: "/api/keys", query: [], answer: "json" },
  addOutlet: { method: "POST", path: "/api/cities/{city}/outlets", query: [], answer: "json" },
  addProject: { method: "POST", path: "/api/cities/{city}/projects", query: [], answer: "json" },
  addProjectsFromSiting: { method: "POST", path: "/api/cities/{city}/projects/from-siting", query: [], answer: "json" },
  addReport: { method: "POST", path: "/api/cities/{city}/reports", query: [], answer: "json" },
  addSite: { method: "POST", path: "/api/cities/{city}/sites", query: [], answer: "json" },
  addSurveyLinks: { method: "POST", path: "/api/cities/{city}/surveys/{circle}/batches", query: [], answer: "json" },
  answerImport: { method: "PATCH", path: "/api/cities/{city}/imports/{id}", query: [], answer: "json" },
  answerSurvey: { method: "POST", path: "/api/cities/{city}/surveys/{circle}/responses", query: [], answer: "json" },
  assessCircle: { method: "GET", path: "/api/cities/{city}/circles/{id}/assessment", query: [], answer: "json" },
  cancelJob: { method: "DELETE", path: "/api/jobs/{id}", query: [], answer: "json" },
  changeAccount: { method: "PATCH", path: "/api/accounts/{id}", query: [], answer: "json" },
  changeCircle: { method: "PATCH", path: "/api/cities/{city}/circles/{id}", query: [], answer: "json" },
  changeCity: { method: "PATCH", path: "/api/cities/{city}", query: [], answer: "json" },
  changePassword: { method: "POST", path: "/api/session/password", query: [], answer: "json" },
  changeProject: { method: "PUT", path: "/api/cities/{city}/projects/{id}", query: [], answer: "json" },
  changeScenario: { method: "PUT", path: "/api/cities/{city}/scenarios/{id}", query: [], answer: "json" },
  commitImport: { method: "POST", path: "/api/cities/{city}/imports/{id}/commit", query: [], answer: "json" },
  compareCoverage: {
    method: "GET",
    path: "/api/cities/{city}/coverage/compare",
    query: ["from", "to", "level", "category"],
    answer: "json",
  },
  compareScenarios: { method: "GET", path: "/api/cities/{city}/scenarios/compare", query: ["ids"], answer: "json" },
  computeIsochrones: { method: "POST", path: "/api/cities/{city}/isochrones", query: [], answer: "json" },
  computeMatrix: { method: "POST", path: "/api/cities/{city}/matrix", query: [], answer: "json" },
  decideDuplicate: { method: "POST", path: "/api/cities/{city}/duplicates/{id}", query: [], answer: "json" },
  decideImportDuplicate: {
    method: "PATCH",
    path: "/api/cities/{city}/imports/{id}/duplicates/{pair}",
    query: [],
    answer: "json",
  },
  decideReport: { method: "PATCH", path: "/api/cities/{city}/reports/{id}", query: [], answer: "json" },
  discardImport: { method: "DELETE", path: "/api/cities/{city}/imports/{id}", query: [], answer: "json" },
  editOutlet: { method: "PATCH", path: "/api/cities/{city}/outlets/{id}", query: [], answer: "json" },
  editSite: { method: "PATCH", path: "/api/cities/{city}/sites/{id}", query: [], answer: "json" },
  endEvidence: {
    method: "DELETE",
    path: "/api/cities/{city}/circles/{id}/evidence/{measure}",
    query: [],
    answer: "json",
  },
  endSurveyLinks: {
    method: "DELETE",
    path: "/api/cities/{city}/surveys/{circle}/batches/{batch}",
    query: [],
    answer: "json",
  },
  exportCirclesCsv: { method: "GET", path: "/api/cities/{city}/circles.csv", query: [], answer: "text" },
  exportCirclesGeoJson: { method: "GET", path: "/api/cities/{city}/circles.geojson", query: [], answer: "json" },
  exportLayer: { method: "GET", path: "/api/cities/{city}/exports/{what}", query: ["format", "crs"], answer: "text" },
  exportLedger: {
    method: "GET",
    path: "/api/cities/{city}/ledgers/{ledger}",
    query: ["category", "kind", "tier", "bbox", "open", "q", "status", "changedSince", "format", "crs"],
    answer: "text",
  },
  exportOutletsCsv: {
    method: "GET",
    path: "/api/cities/{city}/outlets.csv",
    query: ["category", "kind", "tier", "bbox", "open", "q", "status", "changedSince"],
    answer: "text",
  },
  exportOutletsGeoJson: {
    method: "GET",
    path: "/api/cities/{city}/outlets.geojson",
    query: ["category", "kind", "tier", "bbox", "open", "q", "status", "changedSince"],
    answer: "json",
  },
  exportProjects: {
    method: "GET",
    path: "/api/cities/{city}/projects/export",
    query: ["circle", "community", "state", "category", "format"],
    answer: "text",
  },
  exportSurvey: {
    method: "GET",
    path: "/api/cities/{city}/surveys/{circle}/export",
    query: ["format"],
    answer: "text",
  },
  findCircleOverlaps: { method: "GET", path: "/api/cities/{city}/circles/overlaps", query: ["kind"], answer: "json" },
  findDuplicates: { method: "POST", path: "/api/cities/{city}/duplicates", query: [], answer: "json" },
  findSites: { method: "POST", path: "/api/cities/{city}/siting", query: [], answer: "json" },
  findWorstClosures: { method: "POST", path: "/api/cities/{city}/siting/closures", query: [], answer: "json" },
  followJob: { method: "GET", path: "/api/jobs/{id}/events", query: ["lang"], answer: "text" },
  getBackup: { method: "GET", path: "/api/backup", query: [], answer: "bytes" },
  getCircle: { method: "GET", path: "/api/cities/{city}/circles/{id}", query: [], answer: "json" },
  getCircleFile: { method: "GET", path: "/api/cities/{city}/circles/{id}/files/{file}", query: [], answer: "bytes" },
  getCircleReportCsv: { method: "GET", path: "/api/cities/{city}/circles/{id}/report.csv", query: [], answer: "text" },
  getCircleReportDocx: {
    method: "GET",
    path: "/api/cities/{city}/circles/{id}/report.docx",
    query: [],
    answer: "bytes",
  },
  getCircleReportGeoJson: {
    method: "GET",
    path: "/api/cities/{city}/circles/{id}/report.geojson",
    query: [],
    answer: "json",
  },
  getCircleReportXlsx: {
    method: "GET",
    path: "/api/cities/{city}/circles/{id}/report.xlsx",
    query: [],
    answer: "bytes",
  },
  getCity: { method: "GET", path: "/api/cities/{city}", query: [], answer: "json" },
  getCompound: { method: "GET", path: "/api/cities/{city}/compounds/{id}", query: [], answer: "json" },
  getCoverage: {
    method: "GET",
    path: "/api/cities/{city}/coverage",
    query: [
      "level",
      "category",
      "ring",
      "profile",
      "speedKmh",
      "at",
      "date",
      "area",
      "resolution",
      "geometry",
      "sort",
      "limit",
      "format",
    ],
    answer: "json",
  },
  getCoverageDistribution: {
    method: "GET",
    path: "/api/cities/{city}/coverage/distribution",
    query: ["category", "area", "ring", "profile", "speedKmh", "at", "date"],
    answer: "json",
  },
  getCoverageTrend: {
    method: "GET",
    path: "/api/cities/{city}/coverage/trend",
    query: ["category", "area", "ring", "months"],
    answer: "json",
  },
  getDataset: { method: "GET", path: "/api/cities/{city}/dataset.jsonld", query: [], answer: "json" },
  getDistrictReportCsv: {
    method: "GET",
    path: "/api/cities/{city}/reports/district/{area}.csv",
    query: [],
    answer: "text",
  },
  getDistrictReportDocx: {
    method: "GET",
    path: "/api/cities/{city}/reports/district/{area}.docx",
    query: [],
    answer: "bytes",
  },
  getDistrictReportGeoJson: {
    method: "GET",
    path: "/api/cities/{city}/reports/district/{area}.geojson",
    query: [],
    answer: "json",
  },
  getDistrictReportXlsx: {
    method: "GET",
    path: "/api/cities/{city}/reports/district/{area}.xlsx",
    query: [],
    answer: "bytes",
  },
  getHandbook: { method: "GET", path: "/api/cities/{city}/circles/{id}/handbook.pdf", query: ["at"], answer: "bytes" },
  getHealth: { method: "GET", path: "/api/health", query: [], answer: "json" },
  getHouseholdCard: {
    method: "GET",
    path: "/api/cities/{city}/residences/{id}/card.pdf",
    query: ["paper"],
    answer: "bytes",
  },
  getImport: { method: "GET", path: "/api/cities/{city}/imports/{id}", query: ["lang"], answer: "json" },
  getIndicatorValues: {
    method: "GET",
    path: "/api/cities/{city}/indicators/values",
    query: ["level", "ids", "formula"],
    answer: "json",
  },
  getJob: { method: "GET", path: "/api/jobs/{id}", query: ["lang"], answer: "json" },
  getOutlet: { method: "GET", path: "/api/cities/{city}/outlets/{id}", query: ["date"], answer: "json" },
  getOutletHistory: { method: "GET", path: "/api/cities/{city}/outlets/{id}/history", query: [], answer: "json" },
  getOutletPhoto: { method: "GET", path: "/api/cities/{city}/outlets/{id}/photo", query: ["thumb"], answer: "bytes" },
  getOutletTimeline: { method: "GET", path: "/api/cities/{city}/outlets/{id}/timeline", query: [], answer: "json" },
  getProject: { method: "GET", path: "/api/cities/{city}/projects/{id}", query: [], answer: "json" },
  getReady: { method: "GET", path: "/api/ready", query: [], answer: "json" },
  getReport: { method: "GET", path: "/api/cities/{city}/reports/{id}", query: [], answer: "json" },
  getReportPhoto: {
    method: "GET",
    path: "/api/cities/{city}/reports/{id}/photo",
    query: ["number", "thumb"],
    answer: "bytes",
  },
  getResidence: { method: "GET", path: "/api/cities/{city}/residences/{id}", query: ["date"], answer: "json" },
  getScenario: { method: "GET", path: "/api/cities/{city}/scenarios/{id}", query: ["version", "top"], answer: "json" },
  getSession: { method: "GET", path: "/api/session", query: [], answer: "json" },
  getSignMapPdf: {
    method: "GET",
    path: "/api/cities/{city}/circles/{id}/sign.pdf",
    query: ["paper", "orientation", "at"],
    answer: "bytes",
  },
  getSignMapSvg: {
    method: "GET",
    path: "/api/cities/{city}/circles/{id}/sign.svg",
    query: ["paper", "orientation", "at"],
    answer: "text",
  },
  getSite: { method: "GET", path: "/api/cities/{city}/sites/{id}", query: [], answer: "json" },
  getSiting: { method: "GET", path: "/api/cities/{city}/siting/{job}", query: ["format"], answer: "json" },
  getSurveyPage: { method: "GET", path: "/api/cities/{city}/surveys/{circle}/page", query: ["t"], answer: "json" },
  getSurveyResults: {
    method: "GET",
    path: "/api/cities/{city}/surveys/{circle}",
    query: ["from", "to"],
    answer: "json",
  },
  getTile: { method: "GET", path: "/tiles/{city}/{layer}/{z}/{x}/{y}.mvt", query: ["v", "date"], answer: "bytes" },
  getTileJson: { method: "GET", path: "/tiles/{city}/{layer}.json", query: ["date"], answer: "json" },
  getUpdate: { method: "GET", path: "/api/cities/{city}/updates/{id}", query: [], answer: "json" },
  getWalk: {
    method: "GET",
    path: "/api/cities/{city}/routes",
    query: ["from", "to", "profile", "speedKmh", "privateWays", "engine"],
    answer: "json",
  },
  importCircles: { method: "POST", path: "/api/cities/{city}/circles/import", query: [], answer: "json" },
  importSurvey: { method: "POST", path: "/api/cities/{city}/surveys/import", query: ["circle"], answer: "json" },
  inviteAgain: { method: "POST", path: "/api/accounts/{id}/invitation", query: [], answer: "json" },
  listAccounts: { method: "GET", path: "/api/accounts", query: [], answer: "json" },
  listAudit: { method: "GET", path: "/api/audit", query: ["city", "before", "limit"], answer: "json" },
  listCategories: { method: "GET", path: "/api/categories", query: [], answer: "json" },
  listChanges: {
    method: "GET",
    path: "/api/cities/{city}/changes",
    query: ["from", "to", "category", "bbox", "level", "limit", "cursor"],
    answer: "json",
  },
  listCircles: { method: "GET", path: "/api/cities/{city}/circles", query: ["geometry"], answer: "json" },
  listCities: { method: "GET", path: "/api/cities", query: [], answer: "json" },
  listCompounds: {
    method: "GET",
    path: "/api/cities/{city}/compounds",
    query: ["bbox", "q", "gates", "geometry", "limit", "cursor"],
    answer: "json",
  },
  listDuplicates: {
    method: "GET",
    path: "/api/cities/{city}/duplicates",
    query: ["state", "minScore", "limit", "cursor"],
    answer: "json",
  },
  listEvidence: { method: "GET", path: "/api/cities/{city}/circles/{id}/evidence", query: ["all"], answer: "json" },
  listGaps: {
    method: "GET",
    path: "/api/cities/{city}/gaps",
    query: ["category", "minutes", "profile", "speedKmh", "at", "date", "state", "resolution"],
    answer: "json",
  },
  listImportDuplicates: {
    method: "GET",
    path: "/api/cities/{city}/imports/{id}/duplicates",
    query: ["state", "row", "minScore", "limit", "cursor"],
    answer: "json",
  },
  listImportPlaces: {
    method: "GET",
    path: "/api/cities/{city}/imports/{id}/places",
    query: ["state", "minConfidence", "limit", "cursor", "lang"],
    answer: "json",
  },
  listImportRows: {
    method: "GET",
    path: "/api/cities/{city}/imports/{id}/rows",
    query: ["state", "limit", "cursor", "lang"],
    answer: "json",
  },
  listImports: { method: "GET", path: "/api/cities/{city}/imports", query: ["limit", "cursor"], answer: "json" },
  listIndicators: { method: "GET", path: "/api/cities/{city}/indicators", query: [], answer: "json" },
  listKeys: { method: "GET", path: "/api/keys", query: [], answer: "json" },
  listLedgers: { method: "GET", path: "/api/ledgers", query: [], answer: "json" },
  listOutlets: {
    method: "GET",
    path: "/api/cities/{city}/outlets",
    query: [
      "category",
      "kind",
      "tier",
      "bbox",
      "open",
      "q",
      "status",
      "changedSince",
      "date",
      "near",
      "minutes",
      "profile",
      "speedKmh",
      "privateWays",
      "limit",
      "cursor",
    ],
    answer: "json",
  },
  listProjects: {
    method: "GET",
    path: "/api/cities/{city}/projects",
    query: ["circle", "community", "state", "category", "limit", "cursor"],
    answer: "json",
  },
  listRatings: {
    method: "GET",
    path: "/api/cities/{city}/ratings",
    query: ["state", "outlet", "limit", "cursor"],
    answer: "json",
  },
  listRatingsOfOutlet: {
    method: "GET",
    path: "/api/cities/{city}/outlets/{id}/ratings",
    query: ["limit", "cursor"],
    answer: "json",
  },
  listReports: {
    method: "GET",
    path: "/api/cities/{city}/reports",
    query: ["state", "kind", "limit", "cursor"],
    answer: "json",
  },
  listResidences: {
    method: "GET",
    path: "/api/cities/{city}/residences",
    query: ["bbox", "q", "area", "unattached", "limit", "cursor"],
    answer: "json",
  },
  listScenarios: { method: "GET", path: "/api/cities/{city}/scenarios", query: [], answer: "json" },
  listSites: {
    method: "GET",
    path: "/api/cities/{city}/sites",
    query: ["kind", "bbox", "availableOn"],
    answer: "json",
  },
  listSiting: { method: "GET", path: "/api/cities/{city}/siting", query: [], answer: "json" },
  listSurveyLinks: { method: "GET", path: "/api/cities/{city}/surveys/{circle}/batches", query: [], answer: "json" },
  listSurveyTexts: {
    method: "GET",
    path: "/api/cities/{city}/surveys/{circle}/texts",
    query: ["limit", "cursor"],
    answer: "json",
  },
  listUpdates: { method: "GET", path: "/api/cities/{city}/updates", query: [], answer: "json" },
  logIn: { method: "POST", path: "/api/session", query: [], answer: "json" },
  logOut: { method: "DELETE", path: "/api/session", query: [], answer: "json" },
  makeCircleDocument: { method: "POST", path: "/api/cities/{city}/circles/{id}/documents", query: [], answer: "json" },
  measureCircle: { method: "POST", path: "/api/cities/{city}/circles/measure", query: [], answer: "json" },
  mendImportRow: { method: "PATCH", path: "/api/cities/{city}/imports/{id}/rows/{row}", query: [], answer: "json" },
  mergeCircles: { method: "POST", path: "/api/cities/{city}/circles/merge", query: [], answer: "json" },
  mergeOutlets: { method: "POST", path: "/api/cities/{city}/outlets/{id}/merge", query: [], answer: "json" },
  moderateRating: { method: "PATCH", path: "/api/cities/{city}/ratings/{id}", query: [], answer: "json" },
  newForm: { method: "GET", path: "/api/cities/{city}/reports/form", query: [], answer: "json" },
  proposeCircle: { method: "POST", path: "/api/cities/{city}/circles/propose", query: [], answer: "json" },
  putEvidence: { method: "PUT", path: "/api/cities/{city}/circles/{id}/evidence/{measure}", query: [], answer: "json" },
  putIndicator: { method: "PUT", path: "/api/cities/{city}/indicators/{id}", query: [], answer: "json" },
  rateOutlet: { method: "POST", path: "/api/cities/{city}/outlets/{id}/ratings", query: [], answer: "json" },
  removeCircle: { method: "DELETE", path: "/api/cities/{city}/circles/{id}", query: ["version"], answer: "json" },
  removeIndicator: { method: "DELETE", path: "/api/cities/{city}/indicators/{id}", query: ["version"], answer: "json" },
  removeOutlet: { method: "DELETE", path: "/api/cities/{city}/outlets/{id}", query: [], answer: "json" },
  removeOutletPhoto: { method: "DELETE", path: "/api/cities/{city}/outlets/{id}/photo", query: [], answer: "json" },
  removeProject: { method: "DELETE", path: "/api/cities/{city}/projects/{id}", query: ["version"], answer: "json" },
  removeScenario: { method: "DELETE", path: "/api/cities/{city}/scenarios/{id}", query: ["version"], answer: "json" },
  removeSite: { method: "DELETE", path: "/api/cities/{city}/sites/{id}", query: [], answer: "json" },
  restoreOutlet: { method: "POST", path: "/api/cities/{city}/outlets/{id}/restore", query: [], answer: "json" },
  revokeKey: { method: "DELETE", path: "/api/keys/{id}", query: [], answer: "json" },
  search: { method: "GET", path: "/api/cities/{city}/search", query: ["q", "limit"], answer: "json" },
  searchImportDuplicates: {
    method: "POST",
    path: "/api/cities/{city}/imports/{id}/duplicates/search",
    query: [],
    answer: "json",
  },
  searchImportPlaces: {
    method: "POST",
    path: "/api/cities/{city}/imports/{id}/places/search",
    query: [],
    answer: "json",
  },
  setSurvey: { method: "PUT", path: "/api/cities/{city}/surveys/{circle}/settings", query: [], answer: "json" },
  splitCircle: { method: "POST", path: "/api/cities/{city}/circles/{id}/split", query: [], answer: "json" },
  splitOutlet: { method: "POST", path: "/api/cities/{city}/outlets/{id}/split", query: [], answer: "json" },
  stageImport: { method: "POST", path: "/api/cities/{city}/imports", query: [], answer: "json" },
  takeInvitation: { method: "POST", path: "/api/invitations/{token}", query: [], answer: "json" },
  trackReport: { method: "GET", path: "/api/cities/{city}/reports/status/{code}", query: [], answer: "json" },
  tryScenario: { method: "POST", path: "/api/cities/{city}/scenarios", query: [], answer: "json" },
  undoDuplicateDecision: {
    method: "DELETE",
    path: "/api/cities/{city}/duplicates/{id}/decision",
    query: [],
    answer: "json",
  },
  undoImport: { method: "POST", path: "/api/cities/{city}/imports/{id}/undo", query: [], answer: "json" },
};
