import { CheckOutlined, CloudSyncOutlined, LoadingOutlined, WarningOutlined } from "@ant-design/icons";
import { Button } from "antd";

import type { TextState } from "./useDraftText";
import { clockText } from "./words";

/** Whether the text is safe, and where it is. */
export function TextSaveSign({ state, onRetry }: { state: TextState; onRetry: () => void }) {
  if (state.kind === "failed")
    return (
      <span className="save-sign failed" role="alert">
        <WarningOutlined aria-hidden /> 没存上：{state.words}
        <Button size="small" onClick={onRetry}>
          再存一次
        </Button>
      </span>
    );
  return (
    <span className={`save-sign ${state.kind === "saved" ? "clean" : "dirty"}`} role="status" data-testid="save-sign">
      {state.kind === "saved" && (
        <>
          <CheckOutlined aria-hidden /> 已保存 {clockText(state.at)}
        </>
      )}
      {state.kind === "unsaved" && "未保存"}
      {state.kind === "saving" && (
        <>
          <LoadingOutlined aria-hidden /> 保存中
        </>
      )}
      {state.kind === "away" && (
        <>
          <CloudSyncOutlined aria-hidden /> 已存在本机，联网后自动送出
        </>
      )}
    </span>
  );
}
