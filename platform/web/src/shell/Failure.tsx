import { Button } from "antd";
import { useRouteError } from "react-router";

/** What stands on the page when a screen broke. */
export function Failure() {
  const error = useRouteError();
  const detail = error instanceof Error ? error.message : "未知错误";
  return (
    <main id="main" className="lonely">
      <h1>这一页没能打开</h1>
      <p>已保存的内容不受影响。请刷新再试；仍不行时，把这句话告诉管理员：{detail}</p>
      <Button type="primary" onClick={() => window.location.reload()}>
        刷新
      </Button>
    </main>
  );
}
