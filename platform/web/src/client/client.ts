/** The one door to the API: typed calls, the CSRF header, and errors in words. */
import createClient, { type Middleware } from "openapi-fetch";

import type { paths } from "./schema";

/** An answer other than success; `message` is fit to be shown. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  /** What else the server tells about it, by name. */
  readonly facts: Record<string, unknown>;

  constructor(status: number, detail: string, code = "", requestId?: string, facts: Record<string, unknown> = {}) {
    super(detail);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.facts = facts;
  }
}

/** The server could not be reached at all. */
export class Offline extends Error {
  constructor() {
    super("连不上服务器。已输入的内容保留在本页，网络恢复后会自动重试。");
    this.name = "Offline";
  }
}

let csrfToken = "";

/** Remember the token that `GET /auth/me` gave, to be sent with every change. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Headers that every changing request carries. */
export function changeHeaders(): Record<string, string> {
  return csrfToken ? { "X-CSRF-Token": csrfToken } : {};
}

const WORDS: Record<number, string> = {
  401: "登录已过期，请重新登录。",
  403: "您没有办理这一步的权限。",
  404: "没有找到，可能已被移走，或不在您的管辖范围内。",
  409: "刚才有人改动过，请按最新内容再试一次。",
  413: "文件太大，请压缩或分成几份再传。",
  415: "不支持这种文件，请用 JPG、PNG、TIFF 或 PDF。",
  429: "操作太频繁，请稍等片刻再试。",
  503: "服务暂时不可用，请稍后再试。",
};

/** Turn the body of a failed answer into an error with words. */
export function errorOf(status: number, body: unknown): ApiError {
  const problem = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (key: string) => {
    const value = problem[key];
    return typeof value === "string" ? value : undefined;
  };
  const fallback = WORDS[status] ?? `服务器没能完成这一步（${status}），请稍后再试。`;
  const facts = typeof problem.facts === "object" && problem.facts !== null ? (problem.facts as Record<string, unknown>) : {};
  return new ApiError(status, text("detail") ?? fallback, text("code") ?? "", text("request_id"), facts);
}

const token: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET" && csrfToken) request.headers.set("X-CSRF-Token", csrfToken);
    return request;
  },
  onError() {
    return new Offline();
  },
};

export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });
api.use(token);

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Give the data of an answer, or throw its error in words. */
export async function answered<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await outcome;
  if (!response.ok) throw errorOf(response.status, error);
  return data as T;
}
