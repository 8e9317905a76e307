import { Alert, Button } from "antd";

import type { Json, ServiceForm } from "../client/types";
import { titleAt } from "../form/parts";
import type { Conflict } from "./merge";

function words(value: Json): string {
  if (value === undefined || value === null || value === "") return "（空）";
  if (typeof value === "boolean") return value ? "是" : "否";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Where a colleague changed the same value in the meantime, a person decides. */
export function Conflicts({
  conflicts,
  service,
  onSettle,
}: {
  conflicts: Conflict[];
  service: ServiceForm | undefined;
  onSettle: (pointer: string, value: Json) => void;
}) {
  if (conflicts.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title="同一项被别人改过，请选用哪一个（选好后自动保存）"
      description={
        <ul className="conflicts">
          {conflicts.map(({ pointer, mine, theirs }) => (
            <li key={pointer}>
              <b>{titleAt(service, pointer) || pointer}</b>
              <Button size="small" onClick={() => onSettle(pointer, mine)}>
                用我的：{words(mine)}
              </Button>
              <Button size="small" onClick={() => onSettle(pointer, theirs)}>
                用对方的：{words(theirs)}
              </Button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
