import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Stage } from "../client/types";
import { Stages } from "./Stages";

const STAGE: Stage = {
  order: 1,
  level: "社区",
  title: "受理、入户调查",
  role: "community_director",
  role_title: "社区居委会主任",
  state: "now",
  limit: "3个工作日",
  due: "2026年3月12日前",
  overdue: false,
  public_notice: null,
};

test("the present stage says by when it is to be done", () => {
  render(<Stages stages={[STAGE, { ...STAGE, order: 2, state: "ahead", due: null }]} />);
  expect(screen.getByText("应在2026年3月12日前办完")).toBeTruthy();
  expect(screen.getAllByText(/办完/)).toHaveLength(1);
});

test("a stage that is over time says so", () => {
  render(<Stages stages={[{ ...STAGE, overdue: true }]} />);
  expect(screen.getByText("已超期，应在2026年3月12日前办完")).toBeTruthy();
});
