import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { ApiError, Offline } from "../client/client";
import { definitionCalls } from "../client/definitions";
import type { Me } from "../client/types";
import { setConnectionLost } from "../shell/connection";
import { MeContext } from "../shell/session";
import { keep, kept } from "./keep";
import type { Draft } from "./types";
import { useDraftText } from "./useDraftText";

const AT = "2026-03-09T01:00:00Z";
const ME: Me = { user_id: "u1", name: "林晓燕", login: "admin", csrf_token: "", permissions: [], grants: [], demonstration: true };
const DRAFT: Draft = {
  id: "d1",
  code: "local.lamp",
  version: 1,
  title: "路灯报修",
  based_on: null,
  revision: 3,
  state: "editing",
  origin: "here",
  office: "",
  editors: ["林晓燕"],
  updated_at: AT,
  updated_by: "林晓燕",
  submitted_by: null,
  returned_reason: null,
  may_publish: false,
  may_not_because: null,
  text: "code: local.lamp\n",
};

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});
afterEach(() => {
  cleanup();
  localStorage.clear();
  setConnectionLost(false);
  vi.useRealTimers();
});

/** The server's side: it holds one draft and refuses what was made from an older one. */
function server(start: Draft) {
  let held = start;
  const save = vi.spyOn(definitionCalls, "saveDraft").mockImplementation((_id, revision, text) => {
    if (revision !== held.revision) return Promise.reject(new ApiError(409, "刚被别人保存过", "draft_changed"));
    held = { ...held, revision: revision + 1, text };
    return Promise.resolve(held);
  });
  vi.spyOn(definitionCalls, "draft").mockImplementation(() => Promise.resolve(held));
  return { save, held: () => held, put: (draft: Draft) => void (held = draft) };
}

function open(draft: Draft = DRAFT) {
  const queries = new QueryClient();
  const replaced = vi.fn();
  const around = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queries}>
      <MeContext value={ME}>{children}</MeContext>
    </QueryClientProvider>
  );
  return { ...renderHook(() => useDraftText(draft, replaced), { wrapper: around }), replaced };
}

it("saves by itself a moment after the last letter, once", async () => {
  const { save, held } = server(DRAFT);
  const { result } = open();
  act(() => result.current.write("code: local.lamp\nv"));
  act(() => result.current.write("code: local.lamp\nversion: 1\n"));
  expect(result.current.state.kind).toBe("unsaved");
  expect(kept("u1", "d1")?.text).toContain("version: 1");
  await act(() => vi.advanceTimersByTimeAsync(1_500));
  await waitFor(() => expect(result.current.state.kind).toBe("saved"));
  expect(save).toHaveBeenCalledTimes(1);
  expect(held().text).toBe("code: local.lamp\nversion: 1\n");
  expect(kept("u1", "d1")).toBeNull();
});

it("never writes over what somebody else saved; a person decides, and goes on from there", async () => {
  const { held, put } = server(DRAFT);
  const { result, replaced } = open();
  put({ ...DRAFT, revision: 4, text: "theirs\n", updated_by: "沈涛" });
  act(() => result.current.write("mine\n"));
  await act(() => result.current.flush());
  expect(result.current.theirs?.updated_by).toBe("沈涛");
  expect(held().text).toBe("theirs\n");
  await act(async () => {
    result.current.settle("theirs\nmine\n");
    await vi.advanceTimersByTimeAsync(100);
  });
  await waitFor(() => expect(held().text).toBe("theirs\nmine\n"));
  expect(held().revision).toBe(5);
  expect(replaced).toHaveBeenCalledWith("theirs\nmine\n");
  expect(result.current.theirs).toBeNull();
});

it("keeps the text here while the server is away and sends it when it is back", async () => {
  const { save, held } = server(DRAFT);
  save.mockImplementationOnce(() => Promise.reject(new Offline()));
  const { result } = open();
  act(() => result.current.write("typed in a tunnel\n"));
  await act(() => result.current.flush());
  expect(result.current.state.kind).toBe("away");
  expect(kept("u1", "d1")?.text).toBe("typed in a tunnel\n");
  act(() => setConnectionLost(false));
  await act(() => vi.advanceTimersByTimeAsync(10_000));
  await waitFor(() => expect(held().text).toBe("typed in a tunnel\n"));
});

it("goes on with what was left here, and asks where the draft has moved on", () => {
  server(DRAFT);
  keep("u1", "d1", { revision: 3, base: DRAFT.text, text: "left here\n" });
  expect(open().result.current.text).toBe("left here\n");
  cleanup();
  keep("u1", "d1", { revision: 2, base: "older\n", text: "left long ago\n" });
  const { result } = open();
  expect(result.current.text).toBe("left long ago\n");
  expect(result.current.theirs?.text).toBe(DRAFT.text);
});

it("does not show one person's leftovers to another", () => {
  server(DRAFT);
  keep("u2", "d1", { revision: 3, base: DRAFT.text, text: "not yours\n" });
  expect(open().result.current.text).toBe(DRAFT.text);
});
