import { CheckOutlined, LoadingOutlined, WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";

import type { SaveState } from "./useDraft";

/** Whether what one sees is safe. */
export function SaveSign({ state, onRetry }: { state: SaveState; onRetry: () => void }) {
  if (state.kind === "failed") {
    return (
      <span className="save-sign failed" role="alert">
        <WarningOutlined aria-hidden /> 保存失败：{state.words}
        <Button size="small" onClick={onRetry}>
          再存一次
        </Button>
      </span>
    );
  }
  return (
    <span className={`save-sign ${state.kind}`} role="status" data-testid="save-sign">
      {state.kind === "clean" && (
        <>
          <CheckOutlined aria-hidden /> 已保存
        </>
      )}
      {state.kind === "dirty" && "未保存"}
      {state.kind === "saving" && (
        <>
          <LoadingOutlined aria-hidden /> 保存中
        </>
      )}
    </span>
  );
}
