import { Link } from "react-router";

import type { Condition, Guide } from "../client/types";

const VERDICTS: Record<Condition["verdict"], [string, string]> = {
  yes: ["符合", "green"],
  no: ["不符合", "red"],
  unknown: ["待查", "grey"],
};

/** settle: where those who may confirm it do so. */
function Confirm({ due, settle }: { due: boolean; settle: string | null }) {
  if (!due) return null;
  return settle ? (
    <Link to={settle} className="tag tag-amber" title="到本地设置里确认">
      待确认
    </Link>
  ) : (
    <span className="tag tag-amber">待确认</span>
  );
}

/** The rest of the guide: whom it is for, the conditions as far as the answers tell, the steps, the limit, the fee. */
export function GuideFacts({
  guide,
  conditions,
  settle = null,
}: {
  guide: Guide;
  conditions: Condition[];
  settle?: string | null;
}) {
  return (
    <div className="guide-facts">
      <dl className="facts">
        <div className="wide">
          <dt>办理对象</dt>
          <dd>{guide.target}</dd>
        </div>
        <div>
          <dt>办理期限</dt>
          <dd>
            {guide.limit.text} <Confirm due={guide.limit.to_confirm} settle={settle} />
          </dd>
        </div>
        <div>
          <dt>收费</dt>
          <dd>
            {guide.fee.text} <Confirm due={guide.fee.to_confirm} settle={settle} />
          </dd>
        </div>
        {guide.benefit && (
          <div className="wide">
            <dt>待遇</dt>
            <dd>{guide.benefit}</dd>
          </div>
        )}
      </dl>
      {conditions.length > 0 && (
        <>
          <h3>办理条件</h3>
          <ul className="guide-conditions">
            {conditions.map((one) => {
              const [word, tone] = VERDICTS[one.verdict];
              return (
                <li key={one.id}>
                  <span className={`tag tag-${tone}`}>{word}</span>
                  <span>{one.title}</span>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {guide.steps.length > 0 && (
        <>
          <h3>办理步骤</h3>
          <ol className="guide-steps">
            {guide.steps.map((step, index) => (
              <li key={index}>
                <b>{index + 1}</b>
                <span>
                  {step.level} · {step.action}
                  {(step.limit || step.notice) && (
                    <small className="quiet"> {[step.limit, step.notice].filter((part) => part).join("，")}</small>
                  )}{" "}
                  <Confirm due={step.to_confirm} settle={settle} />
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {guide.remedies.length > 0 && (
        <>
          <h3>不服怎么办</h3>
          {guide.remedies.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </>
      )}
    </div>
  );
}
