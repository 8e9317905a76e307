import { Button } from "antd";

import { wordsOf } from "./connection";

/** A whole screen that could not be opened: what happened, and what to do. */
export function Trouble({ title, error, onRetry }: { title: string; error: unknown; onRetry?: () => void }) {
  return (
    <div className="lonely">
      <h1>{title}</h1>
      <p role="alert">{wordsOf(error)}</p>
      {onRetry && (
        <Button type="primary" onClick={onRetry}>
          重试
        </Button>
      )}
    </div>
  );
}
