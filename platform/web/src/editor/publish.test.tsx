import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App, ConfigProvider } from "antd";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, expect, it, vi } from "vitest";

import { definitionCalls } from "../client/definitions";
import { ImportBundle } from "./ImportBundle";
import { PublishPanel } from "./PublishPanel";
import type { BundleContent, Draft, ExampleResult } from "./types";
import type { CheckedText } from "./useChecked";

vi.setConfig({ testTimeout: 30_000 });
afterEach(cleanup);

/** Nothing is measured where nothing is drawn. */
class NoSizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal("ResizeObserver", NoSizes);

const TEXT = "code: local.lamp\n";
const DRAFT: Draft = {
  id: "d1",
  code: "local.lamp",
  version: 2,
  title: "路灯报修",
  based_on: 1,
  revision: 3,
  state: "submitted",
  origin: "here",
  office: "",
  editors: ["林晓燕"],
  updated_at: "2026-03-09T01:00:00Z",
  updated_by: "林晓燕",
  submitted_by: "林晓燕",
  returned_reason: null,
  may_publish: true,
  may_not_because: null,
  text: TEXT,
};
const CLEAN: CheckedText = { problems: [], checked: TEXT, behind: false, failed: false, form: null, formIsOld: false };
const GOOD: ExampleResult = { title: "可以办理", outcome: "valid", ok: true, differences: [], day: "2026-03-09", form: {} };

function show(screenOf: ReactNode) {
  render(
    <MemoryRouter>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <ConfigProvider button={{ autoInsertSpace: false }}>
          <App>{screenOf}</App>
        </ConfigProvider>
      </QueryClientProvider>
    </MemoryRouter>,
  );
}

function panel(draft: Draft, examples: ExampleResult[] = [GOOD], check = CLEAN) {
  vi.spyOn(definitionCalls, "examples").mockResolvedValue(examples);
  vi.spyOn(definitionCalls, "draftChanges").mockResolvedValue({
    changes: [{ what: "条件", words: "新增条件“同住”" }],
    from_text: "a",
    to_text: "b",
  });
  const flush = vi.fn(() => Promise.resolve(true));
  show(<PublishPanel draft={draft} text={TEXT} check={check} flush={flush} onShowProblems={() => undefined} />);
  return flush;
}

it("shows the other person what changes and how the examples come out, and asks before it publishes", async () => {
  const publish = vi.spyOn(definitionCalls, "publish").mockResolvedValue({ ...DRAFT, state: "published" });
  panel(DRAFT);
  expect(await screen.findByText("新增条件“同住”")).toBeDefined();
  expect(await screen.findByText("相符")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "发布" }));
  expect(publish).not.toHaveBeenCalled();
  const [, sure] = await screen.findAllByRole("button", { name: "发布" });
  if (sure) await userEvent.click(sure);
  expect(publish).toHaveBeenCalledWith("d1", 3, null);
});

it("tells why somebody may not publish, and offers no button for it", async () => {
  panel({ ...DRAFT, may_publish: false, may_not_because: "您编辑过这份草稿。" });
  expect(await screen.findByText(/您编辑过这份草稿/)).toBeDefined();
  expect(screen.queryByRole("button", { name: "发布" })).toBeNull();
  expect(screen.getByRole("button", { name: "撤回送审" })).toBeDefined();
});

it("gives back only with a reason", async () => {
  const back = vi.spyOn(definitionCalls, "giveBack").mockResolvedValue({ ...DRAFT, state: "editing" });
  panel(DRAFT);
  const button = await screen.findByRole("button", { name: "退回修改" });
  expect(button).toHaveProperty("disabled", true);
  await userEvent.type(screen.getByLabelText("退回原因"), "第3条漏了同住");
  await userEvent.click(button);
  expect(back).toHaveBeenCalledWith("d1", "第3条漏了同住");
});

it("does not hand in a text whose examples come out otherwise", async () => {
  const off: ExampleResult = { ...GOOD, ok: false, differences: ["待遇：应为 100.00 元，算出 90.00 元"] };
  panel({ ...DRAFT, state: "editing" }, [off]);
  expect(await screen.findByText(/算出 90.00 元/)).toBeDefined();
  expect(screen.getByRole("button", { name: "送审" })).toHaveProperty("disabled", true);
  expect(screen.getByText(/有样例的结果和写的不一样/)).toBeDefined();
});

const CONTENT: BundleContent = {
  signer: "",
  office: "邻区民政局",
  fingerprint: "SHA256:abc",
  trusted: false,
  made_at: "2026-03-09T01:00:00Z",
  items: [
    { code: "a.one", version_there: 2, title: "甲", state: "changed", changes: ["新增条件“同住”"], missing: [], draft_id: null },
    { code: "a.two", version_there: 1, title: "乙", state: "same", changes: [], missing: [], draft_id: null },
    { code: "a.three", version_there: 1, title: "丙", state: "changed", changes: [], missing: [], draft_id: "d9" },
  ],
};

async function inspect(content: BundleContent) {
  vi.spyOn(definitionCalls, "inspectBundle").mockResolvedValue(content);
  show(<ImportBundle onClose={() => undefined} />);
  await userEvent.upload(screen.getByTestId("bundle-file"), new File(["x"], "a.dossier.zip"));
  await screen.findByText("邻区民政局", { exact: false });
}

it("takes nothing from an office that is not trusted, and says what to do", async () => {
  await inspect(CONTENT);
  expect(screen.getByText(/核对上面的指纹/)).toBeDefined();
  expect(screen.getByRole("button", { name: /作为草稿导入/ })).toHaveProperty("disabled", true);
});

it("takes what is new or changed as drafts, not what is the same or being written here", async () => {
  const take = vi.spyOn(definitionCalls, "importBundle").mockResolvedValue([]);
  await inspect({ ...CONTENT, trusted: true });
  const boxes = screen.getAllByRole<HTMLInputElement>("checkbox");
  expect(boxes.map((box) => [box.checked, box.disabled])).toEqual([
    [true, false],
    [false, true],
    [false, true],
  ]);
  await userEvent.click(screen.getByRole("button", { name: "作为草稿导入 1 项" }));
  expect(take.mock.calls[0]?.[1]).toEqual(["a.one"]);
});
