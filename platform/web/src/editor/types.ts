/** Short names of what the editor of definitions gets from the server. */
import type { components } from "../client/schema";

type Schemas = components["schemas"];

export type Definition = Schemas["DefinitionView"];
export type DefinitionVersion = Schemas["DefinitionVersionView"];
export type Change = Schemas["ChangeLineView"];
export type Changes = Schemas["ChangesView"];
export type DraftSummary = Schemas["DraftSummaryView"];
export type Draft = Schemas["DraftView"];
export type TextProblem = Schemas["TextProblemView"];
export type ExampleResult = Schemas["ExampleView"];
export type Vocabulary = Schemas["VocabularyView"];
export type Origin = Definition["origin"];
export type DraftState = "editing" | "submitted" | "published" | "discarded";
export type BundleContent = Schemas["BundleView"];
export type BundleItem = Schemas["BundleItemView"];
export type TrustedOffice = Schemas["TrustedOfficeView"];
