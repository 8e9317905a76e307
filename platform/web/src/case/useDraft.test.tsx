import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, it, vi } from "vitest";

import { calls } from "../client/calls";
import type { Case, FormData } from "../client/types";
import { useDraft } from "./useDraft";

const VIEW = { summary: { id: "case" }, revision: 1, form: { name: "甲" } } as unknown as Case;

function around({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>;
}

afterEach(() => vi.restoreAllMocks());

it("still saves after it was asked to save when there was nothing to save", async () => {
  const save = vi
    .spyOn(calls, "saveForm")
    .mockImplementation((_id, revision, form: FormData) => Promise.resolve({ ...VIEW, revision: revision + 1, form } as Case));
  const { result } = renderHook(() => useDraft(VIEW, true), { wrapper: around });
  await act(async () => {
    expect(await result.current.flush()).toBe(true);
  });
  expect(save).not.toHaveBeenCalled();
  act(() => result.current.change({ name: "乙" }));
  await act(async () => {
    expect(await result.current.flush()).toBe(true);
  });
  expect(save).toHaveBeenCalledTimes(1);
  await waitFor(() => expect(result.current.state.kind).toBe("clean"));
});
