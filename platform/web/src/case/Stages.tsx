import type { Stage } from "../client/types";

const WORDS: Record<Stage["state"], string> = { done: "已办", now: "正在办", ahead: "未到" };

/** The way of the case, level by level. */
export function Stages({ stages }: { stages: Stage[] }) {
  if (stages.length === 0) return null;
  return (
    <ol className="stages" aria-label="办理环节">
      {stages.map((stage) => (
        <li
          key={stage.order}
          className={stage.state}
          aria-current={stage.state === "now" ? "step" : undefined}
          title={[stage.role_title, stage.limit, stage.public_notice].filter(Boolean).join(" · ")}
        >
          <b aria-hidden="true">{stage.state === "done" ? "✓" : stage.order}</b>
          <span>
            <small>{stage.level}</small>
            {stage.title}
            {stage.due && (
              <small className={`stage-due ${stage.overdue ? "due-over" : "quiet"}`}>
                {stage.overdue ? "已超期，应在" : "应在"}
                {stage.due}办完
              </small>
            )}
          </span>
          <span className="sr">{WORDS[stage.state]}</span>
        </li>
      ))}
    </ol>
  );
}
