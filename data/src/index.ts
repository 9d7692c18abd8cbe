export { categories, categoryOf, isCategoryId, type Category, type CategoryId, type Tier } from "./categories.ts";
export { isRepairKindId, repairKinds, type RepairKind, type RepairKindId } from "./repair-kinds.ts";
export { type Service } from "./services.ts";
export { isSiteKindId, siteKindOfText, siteKinds, type SiteKind, type SiteKindId } from "./site-kinds.ts";
export { explainTags, servicesOfTags, type TagReading } from "./osm-tags.ts";
export {
  presenceTable,
  qualityTable,
  type Deduction,
  type EvidenceId,
  type ListedItem,
  type Measure,
  type PresencePart,
  type PresenceTable,
  type QualityIndicator,
  type QualityPart,
  type QualityRule,
  type QualityTable,
  type ScoreBand,
} from "./scoring.ts";
export {
  indicatorGroups,
  indicatorLibrary,
  type Indicator,
  type IndicatorGroup,
  type IndicatorThreshold,
} from "./indicators.ts";
export { categoriesInText, readServicesText, servicesOfText, type TextReading } from "./synonyms.ts";
export {
  projectForm,
  situationForm,
  surveyForm,
  type FormChoice,
  type ProjectForm,
  type ProjectStateId,
  type SituationForm,
  type SurveyAbout,
  type SurveyForm,
  type SurveyQuestion,
} from "./forms.ts";
