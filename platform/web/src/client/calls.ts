/** Every call to the API by its name in the house. */
import type {
  ActingNote,
  Case,
  CaseFile,
  FormData as CaseForm,
  MaterialMark,
  Me,
  ReuseConsent,
  SettingWish,
  SetupCommand,
  StepCommand,
  ValueReview,
  VersionChange,
} from "./types";
import type { StepName } from "../case/steps";
import { answered, api, ApiError, changeHeaders, errorOf, Offline, setCsrfToken } from "./client";

export type CaseList = "desk" | "review" | "notice" | "payment" | "archive" | "all";

export const calls = {
  me: async (): Promise<Me | null> => {
    try {
      const me = await answered(api.GET("/api/v1/auth/me"));
      setCsrfToken(me.csrf_token);
      return me;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  login: (login: string, password: string) =>
    answered(api.POST("/api/v1/auth/login", { body: { login, password } })),
  logout: () => answered(api.POST("/api/v1/auth/logout")),
  changePassword: (old: string, fresh: string) =>
    answered(api.POST("/api/v1/auth/password", { body: { present: old, wanted: fresh } })),
  setup: () => answered(api.GET("/api/v1/setup")),
  setUp: (body: SetupCommand) =>
    answered(api.POST("/api/v1/setup", { body })),

  services: () => answered(api.GET("/api/v1/services")),
  /** A case keeps the version of the form with which it began. */
  serviceForm: (code: string, version: number | null) =>
    answered(api.GET("/api/v1/services/{code}", { params: { path: { code }, query: { version } } })),

  /** The few questions that decide which papers a resident must bring. */
  questions: (code: string) =>
    answered(api.GET("/api/v1/services/{code}/questions", { params: { path: { code } } })),
  guide: (code: string) => answered(api.GET("/api/v1/services/{code}/guide", { params: { path: { code } } })),
  evaluate: (code: string, form: CaseForm, signal: AbortSignal) =>
    answered(api.POST("/api/v1/services/{code}/evaluate", { params: { path: { code } }, body: { form }, signal })),

  cases: (view: CaseList, q: string, offset: number, limit: number) =>
    answered(api.GET("/api/v1/cases", { params: { query: { view, q, offset, limit } } })),
  openCase: (service: string) => answered(api.POST("/api/v1/cases", { body: { service } })),
  case: (id: string) => answered(api.GET("/api/v1/cases/{case_id}", { params: { path: { case_id: id } } })),
  /** base: the form as the server gave it, so that what was not touched here follows the scans. */
  saveForm: (id: string, revision: number, form: CaseForm, confirmed: string[], base: CaseForm): Promise<Case> =>
    answered(
      api.PUT("/api/v1/cases/{case_id}/form", {
        params: { path: { case_id: id } },
        body: { revision, form, confirmed, base },
      }),
    ),
  /** What would become of an open case under the version that is in force today. */
  versionPreview: (id: string) =>
    answered(api.GET("/api/v1/cases/{case_id}/version", { params: { path: { case_id: id } } })),
  changeVersion: (id: string, body: VersionChange) =>
    answered(api.POST("/api/v1/cases/{case_id}/version", { params: { path: { case_id: id } }, body })),
  removeFile: (id: string, file: string) =>
    answered(api.DELETE("/api/v1/cases/{case_id}/files/{file_id}", { params: { path: { case_id: id, file_id: file } } })),
  restoreFile: (id: string, file: string) =>
    answered(api.POST("/api/v1/cases/{case_id}/files/{file_id}/restore", { params: { path: { case_id: id, file_id: file } } })),
  readAgain: (id: string, file: string) =>
    answered(api.POST("/api/v1/cases/{case_id}/files/{file_id}/read", { params: { path: { case_id: id, file_id: file } } })),
  correctValue: (id: string, document: string, name: string, value: string) =>
    answered(
      api.PUT("/api/v1/cases/{case_id}/documents/{document_id}/values/{name}", {
        params: { path: { case_id: id, document_id: document, name } },
        body: { value },
      }),
    ),
  values: (id: string) => answered(api.GET("/api/v1/cases/{case_id}/values", { params: { path: { case_id: id } } })),
  reviewValue: (id: string, value: string, review: ValueReview) =>
    answered(
      api.POST("/api/v1/cases/{case_id}/values/{value_id}/review", {
        params: { path: { case_id: id, value_id: value } },
        body: review,
      }),
    ),
  undoReview: (id: string, key: string) =>
    answered(
      api.POST("/api/v1/cases/{case_id}/values/undo", { params: { path: { case_id: id } }, body: { key } }),
    ),
  markMaterial: (id: string, mark: MaterialMark) =>
    answered(api.PUT("/api/v1/cases/{case_id}/materials", { params: { path: { case_id: id } }, body: mark })),

  /** Who hands the case in, forms to sign, certified copies, consent. */
  deskPapers: (id: string) =>
    answered(api.GET("/api/v1/cases/{case_id}/desk-papers", { params: { path: { case_id: id } } })),
  noteActing: (id: string, body: ActingNote) =>
    answered(api.PUT("/api/v1/cases/{case_id}/acting", { params: { path: { case_id: id } }, body })),
  noteConsent: (id: string, given: boolean) =>
    answered(api.PUT("/api/v1/cases/{case_id}/consent", { params: { path: { case_id: id } }, body: { given } })),
  /** wanted: null prints everything that is still to be signed. */
  printForms: (id: string, wanted: { material: string; person_pointer: string }[] | null) =>
    answered(api.POST("/api/v1/cases/{case_id}/prints", { params: { path: { case_id: id } }, body: { wanted } })),
  noteSignature: (id: string, form: string, signed: boolean) =>
    answered(
      api.PUT("/api/v1/cases/{case_id}/prints/{form_id}/signature", {
        params: { path: { case_id: id, form_id: form } },
        body: { signed },
      }),
    ),
  withdrawCertification: (id: string, certification: string, reason: string) =>
    answered(
      api.POST("/api/v1/cases/{case_id}/certifications/{certification_id}/withdraw", {
        params: { path: { case_id: id, certification_id: certification } },
        body: { reason },
      }),
    ),

  step: (id: string, step: StepName, command: StepCommand) =>
    answered(
      api.POST("/api/v1/cases/{case_id}/steps/{step}", { params: { path: { case_id: id, step } }, body: command }),
    ),

  /** What earlier cases hold for the persons of this one; every look is recorded. */
  locker: (id: string) => answered(api.POST("/api/v1/cases/{case_id}/locker", { params: { path: { case_id: id } } })),
  takeFromLocker: (id: string, offers: string[]) =>
    answered(
      api.POST("/api/v1/cases/{case_id}/locker/take", { params: { path: { case_id: id } }, body: { offers } }),
    ),
  takeHousehold: (id: string, links: string[]) =>
    answered(
      api.POST("/api/v1/cases/{case_id}/locker/household", { params: { path: { case_id: id } }, body: { links } }),
    ),
  giveConsent: (id: string, body: ReuseConsent) =>
    answered(api.POST("/api/v1/cases/{case_id}/locker/consents", { params: { path: { case_id: id } }, body })),
  /** The words that a resident is shown; service "" is all services. */
  consentText: (service: string, kinds: string[], until: string | null) =>
    answered(
      api.GET("/api/v1/locker/consent-text", { params: { query: { service, kinds: kinds.join(","), until } } }),
    ),
  heldBefore: (code: string, name: string, id_number: string) =>
    answered(
      api.POST("/api/v1/services/{code}/locker", { params: { path: { code } }, body: { name, id_number } }),
    ),
  resident: (id: string) =>
    answered(api.POST("/api/v1/residents/{resident_id}/look", { params: { path: { resident_id: id } } })),
  giveGeneralConsent: (id: string, key: string, until: string | null) =>
    answered(
      api.POST("/api/v1/residents/{resident_id}/consents", {
        params: { path: { resident_id: id } },
        body: { key, until },
      }),
    ),
  revokeConsent: (id: string, consent: string, reason: string) =>
    answered(
      api.POST("/api/v1/residents/{resident_id}/consents/{consent_id}/revoke", {
        params: { path: { resident_id: id, consent_id: consent } },
        body: { reason },
      }),
    ),
  endLink: (id: string, link: string, reason: string) =>
    answered(
      api.POST("/api/v1/residents/{resident_id}/links/{link_id}/end", {
        params: { path: { resident_id: id, link_id: link } },
        body: { reason },
      }),
    ),

  receipt: (token: string) =>
    answered(api.GET("/api/v1/receipts/{token}", { params: { path: { token } } })),
  search: (q: string, offset: number, limit: number) =>
    answered(api.GET("/api/v1/search", { params: { query: { q, offset, limit } } })),
  archiveItem: (id: string) =>
    answered(api.GET("/api/v1/archive/{item_id}", { params: { path: { item_id: id } } })),
  checkArchive: (id: string) =>
    answered(api.POST("/api/v1/archive/{item_id}/check", { params: { path: { item_id: id } } })),
  /** month: "2026-03"; null is the present one. */
  ledger: (month: string | null) =>
    answered(api.GET("/api/v1/ledger", { params: { query: { month } } })),
  releaseVoucher: (id: string, command: StepCommand) =>
    answered(
      api.POST("/api/v1/vouchers/{voucher_id}/release", {
        params: { path: { voucher_id: id } },
        body: command,
      }),
    ),
  settingUnits: () => answered(api.GET("/api/v1/settings/units")),
  figures: (unit: string) => answered(api.GET("/api/v1/settings/figures", { params: { query: { unit } } })),
  serviceSettings: (unit: string) =>
    answered(api.GET("/api/v1/settings/services", { params: { query: { unit } } })),
  serviceFacts: (code: string, unit: string) =>
    answered(api.GET("/api/v1/settings/services/{code}", { params: { path: { code }, query: { unit } } })),
  waitingSettings: () => answered(api.GET("/api/v1/settings/waiting")),
  /** Puts down what a unit wants; returns the ids of the entries, which wait for another person. */
  makeSettings: (unit: string, wishes: SettingWish[]) =>
    answered(api.POST("/api/v1/settings", { body: { unit, wishes } })),
  confirmSettings: (settings: string[]) =>
    answered(api.POST("/api/v1/settings/confirm", { body: { settings } })),
  takeSettingsBack: (settings: string[]) =>
    answered(api.POST("/api/v1/settings/take-back", { body: { settings } })),

  audit: () => answered(api.GET("/api/v1/audit")),
  signCheckpoint: () => answered(api.POST("/api/v1/audit/checkpoint")),
};

export const processingNoticeUrl = (code: string) => `/api/v1/services/${encodeURIComponent(code)}/processing-notice.pdf`;

export const certifiedCopiesUrl = (id: string, certification?: string) =>
  `/api/v1/cases/${encodeURIComponent(id)}/certified-copies.pdf${certification ? `?certification=${encodeURIComponent(certification)}` : ""}`;

export const guidePdfUrl = (code: string) => `/api/v1/services/${encodeURIComponent(code)}/guide.pdf`;

export const archivePackageUrl = (id: string) => `/api/v1/archive/${encodeURIComponent(id)}/package.zip`;

/** Send one file with its place among those put in together; fetch cannot tell how much has gone up, so this is an XMLHttpRequest. */
export function sendFile(
  id: string,
  file: File,
  pile: { id: string; place: number },
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<CaseFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/cases/${encodeURIComponent(id)}/files`);
    for (const [name, value] of Object.entries(changeHeaders())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body: unknown = request.response;
      if (request.status >= 200 && request.status < 300) resolve(body as CaseFile);
      else reject(errorOf(request.status, body));
    };
    request.onerror = () => reject(new Offline());
    request.ontimeout = () => reject(new Offline());
    request.onabort = () => reject(new ApiError(0, "已取消上传。", "aborted"));
    signal?.addEventListener("abort", () => request.abort());
    const body = new FormData();
    body.append("file", file, file.name);
    body.append("pile", pile.id);
    body.append("place", String(pile.place));
    request.send(body);
  });
}
