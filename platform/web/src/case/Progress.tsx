import { Button } from "antd";

import { useDesk } from "./context";
import { focusField } from "./focus";

/** How much of the form still wants a hand, and the way there. */
export function Progress() {
  const { view, pending, unfilled } = useDesk();
  const first = pending[0] ?? unfilled[0];
  if (!first) {
    return view.provenance.some((one) => one.origin === "document") ? (
      <span className="fine">填好了，读出的值都已核对</span>
    ) : null;
  }
  const words = [
    pending.length > 0 ? `待核对 ${pending.length}` : "",
    unfilled.length > 0 ? `未填 ${unfilled.length}` : "",
  ].filter((word) => word !== "");
  return (
    <Button size="small" onClick={() => focusField(first)} title="Alt+J">
      {words.join("，")}：去下一项
    </Button>
  );
}
