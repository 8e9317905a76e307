import type { WidgetProps } from "@rjsf/utils";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";

import { ChecksWidget, ClockWidget, IdNumberWidget, MoneyWidget } from "./widgets";

afterEach(cleanup);

function widget(Widget: typeof MoneyWidget, value: unknown) {
  const onChange = vi.fn();
  const props = { id: "f_x", value, onChange, options: {}, label: "月收入", schema: {} } as unknown as WidgetProps;
  render(
    <>
      <Widget {...props} />
      <button type="button">别处</button>
    </>,
  );
  return { onChange, box: screen.getByRole<HTMLInputElement>("textbox") };
}

it("shows fen as yuan and gives fen back", async () => {
  const { onChange, box } = widget(MoneyWidget, 185000);
  expect(box.value).toBe("1,850.00");
  await userEvent.clear(box);
  await userEvent.type(box, "1900.5");
  await userEvent.click(screen.getByRole("button"));
  expect(onChange).toHaveBeenLastCalledWith(190050);
});

it("keeps the amount of the form while something else than an amount is typed", async () => {
  const { onChange, box } = widget(MoneyWidget, undefined);
  await userEvent.type(box, "两百");
  await screen.findByText(/请填数字/);
  expect(onChange).not.toHaveBeenCalled();
  expect(box.value).toBe("两百");
});

it("clears the value when the box is emptied", async () => {
  const { onChange, box } = widget(MoneyWidget, 100);
  await userEvent.clear(box);
  await userEvent.tab();
  expect(onChange).toHaveBeenLastCalledWith(undefined);
});

it("groups an ID number for the eye and says when its check digit is wrong", async () => {
  const { onChange, box } = widget(IdNumberWidget, "210108196907150027");
  expect(box.value).toBe("210108 19690715 0027");
  await userEvent.clear(box);
  await userEvent.type(box, "21010819971022003x");
  await userEvent.tab();
  expect(onChange).toHaveBeenLastCalledWith("21010819971022003X");
  cleanup();
  widget(IdNumberWidget, "210108196907150028");
  expect(screen.getByText(/校验位不对/)).toBeTruthy();
});

it("gives ticked choices in the order in which they stand, and nothing when none is ticked", async () => {
  const onChange = vi.fn();
  const enumOptions = [
    { value: "living", label: "生活补贴" },
    { value: "care", label: "护理补贴" },
  ];
  const props = { id: "f_x", value: ["care"], onChange, options: { enumOptions }, label: "补贴", schema: {} } as unknown as WidgetProps;
  render(<ChecksWidget {...props} />);
  await userEvent.tab();
  await userEvent.keyboard(" ");
  expect(onChange).toHaveBeenLastCalledWith(["living", "care"]);
  await userEvent.click(screen.getByRole("checkbox", { name: "护理补贴" }));
  expect(onChange).toHaveBeenLastCalledWith(undefined);
});

it("takes a time as one types it and says when it is none", async () => {
  const { onChange, box } = widget(ClockWidget, undefined);
  await userEvent.type(box, "930");
  await userEvent.tab();
  expect(onChange).toHaveBeenLastCalledWith("09:30");
  await userEvent.clear(box);
  await userEvent.type(box, "25:00");
  await screen.findByText(/请填几点几分/);
});
