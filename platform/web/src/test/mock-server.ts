/** Development without a server: `npm run mock`. State lives in memory and dies with the process. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";

import type { Case, FormData } from "../client/types";
import { valueAt, withValueAt } from "../form/pointers";
import type { Verdict } from "../values/queue";
import { drawn, emptyCase, evaluated, GUIDE, PAPERS, readPaper, SERVICE_FORM, SERVICES, withPaper } from "./fixture";
import { cropOf, queueOf, say, undo } from "./mock-values";

const AT = "2026-03-09T01:00:00Z";
const cases = new Map<string, Case>();
let signedIn: string | null = null;
let papers = 0;

const ME = {
  user_id: "u1",
  name: "林晓",
  login: "clerk",
  csrf_token: "mock",
  permissions: ["case.open", "case.read", "case.edit", "case.review", "case.decide", "archive.read", "archive.file", "search.read", "ledger.read", "payment.prepare", "audit.read"],
  grants: [{ unit_id: "u", unit_path: "0001/0003/0007/", unit_name: "丁香社区", level: "社区", role: "window_clerk", role_title: "综合受理员（窗口）" }],
  demonstration: true,
};

function seeded(id: string, papersIn: number[]): Case {
  return papersIn.reduce((view, paper) => {
    const read = readPaper(paper, `${id}-${paper}`, AT);
    return withPaper({ ...view, files: [...view.files, read.file] }, read, withValueAt);
  }, emptyCase(id, AT));
}

function named(view: Case): Case {
  const applicant = valueAt(view.form as FormData, "/applicant_name");
  return {
    ...view,
    waiting_values: queueOf(view, ME.name, AT).waiting,
    reading: view.files.filter((file) => file.state === "waiting" || file.state === "reading").length,
    summary: {
      ...view.summary,
      applicant: typeof applicant === "string" ? applicant : null,
      missing: view.evaluation.materials.filter((one) => one.status === "missing").length,
      blocking: view.evaluation.problems.filter((one) => one.severity === "block").length,
    },
  };
}

function put(view: Case): Case {
  const fresh = named(view);
  cases.set(view.summary.id, fresh);
  return fresh;
}

put(seeded("c1", [0, 1, 2]));
put({ ...seeded("c2", [0]), offered: ["forward", "return", "refuse"], summary: { ...seeded("c2", [0]).summary, status: "under_review", status_title: "审核中", case_no: "2026-DX-0007", due_on: "2026-04-20", stage_title: "街道复查" } });

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function readSoon(caseId: string, fileId: string): void {
  const set = (change: (view: Case) => Case) => {
    const view = cases.get(caseId);
    if (view) put(change(view));
  };
  const state = (to: "reading") => set((view) => ({ ...view, files: view.files.map((file) => (file.id === fileId ? { ...file, state: to } : file)) }));
  setTimeout(() => state("reading"), 500);
  setTimeout(() => {
    const read = readPaper(papers, fileId, AT);
    papers += 1;
    set((view) =>
      withPaper({ ...view, files: view.files.map((file) => (file.id === fileId ? { ...read.file, name: file.name } : file)) }, read, withValueAt),
    );
  }, 1800);
}

async function answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
  const method = request.method ?? "GET";
  const json = (body: unknown, status = 200) => {
    response.statusCode = status;
    response.setHeader("content-type", status < 400 ? "application/json" : "application/problem+json");
    response.end(status === 204 ? "" : JSON.stringify(body));
    return true;
  };
  const raw = method === "GET" ? Buffer.alloc(0) : await bodyOf(request);
  const body = () => JSON.parse(raw.toString("utf8")) as Record<string, unknown>;
  const url = new URL(path, "http://mock");
  const parts = url.pathname.replace("/api/v1/", "").split("/");
  const view = parts[0] === "cases" && parts[1] ? cases.get(parts[1]) : undefined;

  if (url.pathname.endsWith("/auth/me")) return signedIn ? json(ME) : json({ detail: "未登录" }, 401);
  if (url.pathname.endsWith("/auth/login")) {
    const { password } = body();
    if (password === "wrong") return json({ detail: "账号或密码不对，请核对后再试。" }, 401);
    signedIn = "clerk";
    return json(ME);
  }
  if (url.pathname.endsWith("/auth/logout")) {
    signedIn = null;
    return json(null, 204);
  }
  if (url.pathname.endsWith("/setup")) return json({ needed: false, here: true });
  if (parts[0] === "services" && parts[2] === "guide") return json(GUIDE);
  if (parts[0] === "services" && parts[2] === "locker") return json({ known: false, household: 0, held: [], name_at: null, number_at: null });
  if (parts[0] === "services" && parts[2] === "evaluate")
    return json(evaluated({ documents: [], form: body().form as FormData }));
  if (parts[0] === "services") return json(parts[1] ? SERVICE_FORM : SERVICES);
  if (parts[0] === "pages") {
    const paper = PAPERS[Number(parts[1])];
    response.setHeader("content-type", "image/svg+xml");
    response.end(paper ? drawn(paper) : "");
    return true;
  }
  if (url.pathname.endsWith("/crop")) {
    const found = cropOf(cases.values(), parts.join("/"));
    if (found === null) return json({ detail: "没有这个值的图像。" }, 404);
    response.setHeader("content-type", "image/svg+xml");
    response.end(found);
    return true;
  }
  if (url.pathname.endsWith("/cases") && method === "POST") return json(put(emptyCase(`c${cases.size + 1}`, AT)), 201);
  if (url.pathname.endsWith("/cases")) {
    const items = [...cases.values()].map((one) => one.summary);
    return json({ total: items.length, items });
  }
  if (parts[0] === "cases" && !view) return json({ detail: "没有找到这一件。" }, 404);
  if (view) {
    if (parts.length === 2) return json(view);
    if (parts[2] === "locker")
      return json({ persons: [], others: [], service: view.summary.service, service_title: view.summary.service_title, longest_until: null, taken: 0 });
    if (parts[2] === "values") {
      if (parts[3] === "undo") undo(view.summary.id);
      else if (parts[4] === "review") {
        const { verdict, value } = body() as { verdict: Verdict; value: string };
        const before = queueOf(view, ME.name, AT).items.find((one) => one.id === parts[3]);
        if (!before) return json({ detail: "这个值已不在这件办件里。" }, 404);
        say(view.summary.id, { itemId: before.id, verdict, value: verdict === "confirmed" ? before.value : value });
      }
      put(view);
      return json(queueOf(view, ME.name, AT));
    }
    if (parts[2] === "form") {
      const change = body() as { revision: number; form: FormData; confirmed: string[] };
      if (change.revision !== view.revision) return json({ detail: "刚才有人改动过。" }, 409);
      const provenance = view.provenance.flatMap((one) => {
        const same = valueAt(change.form, one.pointer) === valueAt(view.form as FormData, one.pointer);
        if (change.confirmed.includes(one.pointer)) return [{ ...one, confirmed: true }];
        return same ? [one] : [{ ...one, origin: "person" as const, document_id: null, field: null, box: null, confirmed: true }];
      });
      return json(put({ ...view, revision: view.revision + 1, form: change.form, provenance, evaluation: evaluated({ ...view, form: change.form }) }));
    }
    if (parts[2] === "files" && method === "POST" && parts.length === 3) {
      const name = /filename="([^"]*)"/.exec(raw.toString("utf8"))?.[1] ?? "文件";
      const id = `f${Date.now()}${view.files.length}`;
      const bad = name.endsWith(".zip");
      if (bad) return json({ detail: `“${name}”是压缩包，请解压后把里面的图片或 PDF 分别上传。` }, 415);
      const file = { id, name, media_type: "image/jpeg", size_bytes: raw.length, received_at: AT, state: "waiting" as const, message: null, removed: false, pages: [], findings: [] };
      put({ ...view, files: [...view.files, file] });
      readSoon(view.summary.id, id);
      return json(file, 201);
    }
    if (parts[2] === "files") {
      const removed = method === "DELETE";
      return json(put({ ...view, files: view.files.map((file) => (file.id === parts[3] ? { ...file, removed } : file)) }));
    }
    if (parts[2] === "documents") {
      const { value } = body() as { value: string };
      const documents = view.documents.map((document) =>
        document.id === parts[3]
          ? { ...document, values: document.values.map((one) => (one.name === parts[5] ? { ...one, value, corrected: true } : one)) }
          : document,
      );
      return json(put({ ...view, documents, evaluation: evaluated({ ...view, documents }) }));
    }
    if (parts[2] === "steps" && parts[3] === "supplement") {
      const letter = { id: "l1", kind: "supplement", title: "一次性告知（补正）单", number: "和安补字〔2026〕3号", created_at: AT, url: "/api/v1/letters/l1.pdf" };
      return json(put({ ...view, offered: ["edit", "resubmit", "withdraw"], letters: [letter], summary: { ...view.summary, status: "supplementing", status_title: "待补正" } }));
    }
    return json(view);
  }
  if (parts[0] === "search") {
    return json({
      total: 1,
      items: [{ id: "h1", kind: "document", title: "居民身份证 王桂兰", snippet: "姓名 王桂兰 住址 沈阳市和安区丁香路18号", highlights: [[3, 6]], case_id: "c1", case_no: "2026-DX-0003", reference_code: "Z109-MZ·2026·D30·0001", service_title: "低保、边缘户申请" }],
    });
  }
  if (parts[0] === "archive") {
    return json({ id: "i1", case_id: "c1", reference_code: "Z109-MZ·2026·D30·0001", title: "王桂兰低保申请", year: 2026, retention: "30年", to_confirm: true, filed_at: AT, filed_by: "周敏", manifest_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", files: ["data/originals/身份证_王桂兰.jpg", "data/form.json"], checks: [{ property: "authenticity", code: "a1", passed: true, message: "清单摘要与登记一致" }, { property: "integrity", code: "i1", passed: false, message: "缺少：data/decision.pdf" }] });
  }
  if (parts[0] === "ledger") {
    return json({ funds: [{ id: "f1", code: "SA-01", title: "社会救助资金-低保金", balance_fen: 12_345_600 }], vouchers: [{ id: "v1", number: "记-2026-0001", day: "2026-03-09", summary: "低保金 王**", fund: "社会救助资金-低保金", amount_fen: 55_000, amount_capitals: "伍佰伍拾元整", state: "prepared", case_id: "c1", case_no: "2026-DX-0003" }] });
  }
  if (parts[0] === "audit") return json({ size: 1204, root: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", checkpoint: "dossier.demo/heanqu\n1204\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n— dossier.demo AbCd…" });
  if (parts[0] === "receipts") return json({ case_no: "2026-DX-0003", service_title: "低保、边缘户申请", status_title: "审核中", due_on: "2026-04-20" });
  return json({ detail: "没有这个地址。" }, 404);
}

export function mockServer(): Plugin {
  return {
    name: "dossier-mock-server",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url ?? "";
        if (!path.startsWith("/api/")) {
          next();
          return;
        }
        answer(request, response, path).catch(next);
      });
    },
  };
}
