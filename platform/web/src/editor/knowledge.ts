/** What the editor knows while somebody writes: the schema, the names of this house, and those of the text. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";

import { definitionCalls } from "../client/definitions";
import type { Json } from "../client/types";
import { namesOf, type Names } from "./names";
import type { Vocabulary } from "./types";

export interface Knowledge {
  meta: { [key: string]: Json };
  vocabulary: Vocabulary;
  names: Names;
}

const NO_WORDS: Vocabulary = {
  document_types: [],
  roles: [],
  levels: [],
  parameters: [],
  retention: [],
  services: [],
  comparisons: [],
  transforms: [],
  functions: [],
};
const HALF_AN_HOUR_MS = 1_800_000;

/** The knowledge for a text; what the server has not told yet is empty. */
export function useKnowledge(text: string): Knowledge {
  const schema = useQuery({ queryKey: ["definition-schema"], queryFn: definitionCalls.schema, staleTime: HALF_AN_HOUR_MS });
  const words = useQuery({ queryKey: ["definition-words"], queryFn: definitionCalls.words, staleTime: HALF_AN_HOUR_MS });
  const settled = useDeferredValue(text);
  const names = useMemo(() => namesOf(settled), [settled]);
  return useMemo(
    () => ({ meta: schema.data ?? {}, vocabulary: words.data ?? NO_WORDS, names }),
    [schema.data, words.data, names],
  );
}
