import type { CheckedText } from "./useChecked";
import type { TextProblem } from "./types";

/** Everything wrong with the text, in the order of the text; a click leads there. */
export function ProblemList({ check, onGo }: { check: CheckedText; onGo: (problem: TextProblem) => void }) {
  const { problems, checked, failed } = check;
  if (checked === null && failed) return <p className="empty">暂时检查不了。连上服务器后会自动再查。</p>;
  if (checked === null) return <p className="empty">正在检查…</p>;
  if (problems.length === 0)
    return (
      <div className="empty">
        <h2>没有发现问题</h2>
        <p>写完后到“送审与发布”里看样例结果，再请同事复核。</p>
      </div>
    );
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return (
    <ul className="text-problems">
      {sorted.map((one, index) => (
        <li key={`${one.line} ${one.column} ${one.code} ${index}`}>
          <button type="button" onClick={() => onGo(one)}>
            <span className={`tag ${one.severity === "error" ? "tag-red" : "tag-amber"}`}>
              {one.severity === "error" ? "错误" : "提醒"}
            </span>
            <span>{one.message}</span>
            <small className="quiet">第 {one.line} 行</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
