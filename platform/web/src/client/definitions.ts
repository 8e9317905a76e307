/** Calls about definitions, their drafts and the bundles that offices exchange. */
import type { BundleContent, DraftSummary } from "../editor/types";
import { answered, api, changeHeaders, errorOf, Offline } from "./client";
import type { FormData as CaseForm, Json } from "./types";

/** Files go up, and come down, outside of the typed calls. */
async function sent(path: string, body: FormData | string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method: "POST",
      credentials: "same-origin",
      headers: { ...changeHeaders(), ...(typeof body === "string" ? { "Content-Type": "application/json" } : {}) },
      body,
    });
  } catch {
    throw new Offline();
  }
  if (!response.ok) throw errorOf(response.status, await response.json().catch(() => null));
  return response;
}

function upload(file: File, items: string[] = []): FormData {
  const body = new FormData();
  body.append("file", file, file.name);
  for (const code of items) body.append("items", code);
  return body;
}

const draftPath = (id: string) => ({ params: { path: { draft_id: id } } });

export const definitionCalls = {
  definitions: () => answered(api.GET("/api/v1/definitions")),
  versions: (code: string) => answered(api.GET("/api/v1/definitions/{code}", { params: { path: { code } } })),
  text: (code: string, version: number) =>
    answered(api.GET("/api/v1/definitions/{code}/{version}/text", { params: { path: { code, version } } })),
  changes: (code: string, from: number, to: number) =>
    answered(api.GET("/api/v1/definitions/{code}/changes", { params: { path: { code }, query: { from, to } } })),
  schema: async () => (await answered(api.GET("/api/v1/definitions/schema"))) as { [key: string]: Json },
  words: () => answered(api.GET("/api/v1/definitions/words")),

  drafts: () => answered(api.GET("/api/v1/drafts")),
  /** basedOn: the version to begin from; null for an empty one. */
  openDraft: (code: string, basedOn: number | null, title = "") =>
    answered(api.POST("/api/v1/drafts", { body: { code, based_on: basedOn, title } })),
  draft: (id: string) => answered(api.GET("/api/v1/drafts/{draft_id}", draftPath(id))),
  saveDraft: (id: string, revision: number, text: string) =>
    answered(api.PUT("/api/v1/drafts/{draft_id}", { ...draftPath(id), body: { revision, text } })),
  draftChanges: (id: string) => answered(api.GET("/api/v1/drafts/{draft_id}/changes", draftPath(id))),
  discard: (id: string) => answered(api.POST("/api/v1/drafts/{draft_id}/discard", draftPath(id))),
  submit: (id: string, revision: number) =>
    answered(api.POST("/api/v1/drafts/{draft_id}/submit", { ...draftPath(id), body: { revision } })),
  withdraw: (id: string) => answered(api.POST("/api/v1/drafts/{draft_id}/withdraw", draftPath(id))),
  giveBack: (id: string, reason: string) =>
    answered(api.POST("/api/v1/drafts/{draft_id}/return", { ...draftPath(id), body: { reason } })),
  /** validFrom: null for the day that the text names. */
  publish: (id: string, revision: number, validFrom: string | null) =>
    answered(api.POST("/api/v1/drafts/{draft_id}/publish", { ...draftPath(id), body: { revision, valid_from: validFrom } })),
  check: (text: string, signal: AbortSignal) => answered(api.POST("/api/v1/drafts/check", { body: { text }, signal })),
  tryOut: (text: string, form: CaseForm, day: string | null, signal: AbortSignal) =>
    answered(api.POST("/api/v1/drafts/try", { body: { text, form, day }, signal })),
  examples: (text: string, signal: AbortSignal) => answered(api.POST("/api/v1/drafts/examples", { body: { text }, signal })),

  /** The newest versions of these services as one signed file, with the name that the server gives it. */
  exportBundle: async (codes: string[]): Promise<{ name: string; content: Blob }> => {
    const response = await sent("/bundles/export", JSON.stringify({ codes }));
    const named = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "");
    return { name: named?.[1] ?? "definitions.dossier.zip", content: await response.blob() };
  },
  inspectBundle: async (file: File) => (await (await sent("/bundles/inspect", upload(file))).json()) as BundleContent,
  importBundle: async (file: File, codes: string[]) =>
    (await (await sent("/bundles/import", upload(file, codes))).json()) as DraftSummary[],
  trusted: () => answered(api.GET("/api/v1/bundles/trusted")),
  trust: (name: string, publicKey: string) =>
    answered(api.POST("/api/v1/bundles/trusted", { body: { name, public_key: publicKey } })),
  distrust: (id: string) =>
    answered(api.DELETE("/api/v1/bundles/trusted/{office_id}", { params: { path: { office_id: id } } })),
  ownKey: () => answered(api.GET("/api/v1/bundles/key")),
};
