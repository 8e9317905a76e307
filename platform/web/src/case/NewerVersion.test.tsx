import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App } from "antd";
import { afterEach, expect, it, vi } from "vitest";

import { calls } from "../client/calls";
import { ApiError } from "../client/client";
import type { Case, VersionPreview } from "../client/types";
import { emptyCase } from "../test/fixture";
import { DeskContext, type Desk } from "./context";
import { NewerVersion } from "./NewerVersion";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const PREVIEW: VersionPreview = {
  before: 1,
  after: 2,
  revision: 7,
  changes: ["新增字段“微信号”：必填，文字"],
  fallen: [{ pointer: "/bank_name", title: "“开户行”", text: "盛京银行", reason: "新版本没有这一项" }],
  required: ["“微信号”"],
  materials_new: ["存折"],
  materials_gone: [],
};

function desk(changes: Partial<Case>) {
  const view: Case = { ...emptyCase("c1", "2026-03-09T01:00:00Z"), ...changes };
  const told = { view, flush: vi.fn(() => Promise.resolve(true)), receive: vi.fn() };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <App>
        <DeskContext value={told as unknown as Desk}>
          <NewerVersion />
        </DeskContext>
      </App>
    </QueryClientProvider>,
  );
  return told;
}

it("says nothing while the case has the version in force, or to somebody who may not edit it", () => {
  desk({ newer_version: null });
  desk({ newer_version: 2, offered: ["withdraw"] });
  expect(screen.queryByText(/有新版本/)).toBeNull();
});

it("shows what is lost, and carries the case over once that was confirmed", async () => {
  const fresh = { ...emptyCase("c1", "2026-03-09T01:00:00Z"), newer_version: null };
  vi.spyOn(calls, "versionPreview").mockResolvedValue(PREVIEW);
  const change = vi.spyOn(calls, "changeVersion").mockResolvedValue(fresh);
  const told = desk({ newer_version: 2 });
  await userEvent.click(screen.getByRole("button", { name: "查看差异" }));
  expect(await screen.findByText("盛京银行")).toBeDefined();
  expect(told.flush).toHaveBeenCalled();
  for (const text of ["“微信号”", "存折", "新增字段“微信号”：必填，文字"]) expect(screen.getByText(text)).toBeDefined();
  expect(screen.queryByText("不再要的材料")).toBeNull();
  const go = screen.getByRole<HTMLButtonElement>("button", { name: "转到新版本" });
  expect(go.disabled).toBe(true);
  await userEvent.click(screen.getByRole("checkbox"));
  await userEvent.click(go);
  await waitFor(() => expect(told.receive).toHaveBeenCalledWith(fresh));
  expect(change.mock.calls[0]?.[1]).toEqual({ version: 2, revision: 7, confirmed: ["/bank_name"] });
});

it("says when something has changed meanwhile, and shows the difference anew", async () => {
  const preview = vi.spyOn(calls, "versionPreview").mockResolvedValue({ ...PREVIEW, fallen: [] });
  vi.spyOn(calls, "changeVersion").mockRejectedValue(new ApiError(409, "请重新查看差异。", "version_preview_outdated"));
  const told = desk({ newer_version: 2 });
  await userEvent.click(screen.getByRole("button", { name: "查看差异" }));
  await screen.findByText("存折");
  await userEvent.click(screen.getByRole("button", { name: "转到新版本" }));
  expect(await screen.findByText("请重新查看差异。")).toBeDefined();
  await waitFor(() => expect(preview).toHaveBeenCalledTimes(2));
  expect(told.receive).not.toHaveBeenCalled();
});
