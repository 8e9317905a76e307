import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from "@ant-design/icons";
import { Alert } from "antd";
import type { ReactNode } from "react";

import type { Condition, Evaluation, FormData, Json, ServiceForm } from "../client/types";
import { yuanText } from "../form/money";
import { choiceText, isMoney, membersOf, uiOf, type Schema } from "../form/parts";
import { PaperTable } from "../services/PaperTable";
import { paperList } from "../services/papers";
import { wordsOf } from "../shell/connection";
import { Wait } from "../shell/Wait";

const VERDICTS: Record<Condition["verdict"], [ReactNode, string]> = {
  yes: [<CheckCircleFilled key="yes" aria-hidden />, "符合"],
  no: [<CloseCircleFilled key="no" aria-hidden />, "不符合"],
  unknown: [<QuestionCircleFilled key="unknown" aria-hidden />, "还不能判断"],
};

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A computed value as the form would show it. */
function shown(service: ServiceForm, pointer: string, value: Json): [string, string] {
  const name = pointer.replace(/^\//, "");
  const schema = membersOf(service.form_schema as Schema).find(([one]) => one === name)?.[1] ?? {};
  const ui = uiOf(service.ui_schema as Schema, name);
  const title = typeof schema.title === "string" ? schema.title : name;
  if (isMoney(schema, ui) && typeof value === "number") return [title, `${yuanText(value)} 元`];
  if (typeof value === "boolean") return [title, value ? "是" : "否"];
  return [title, choiceText(schema, ui, value) ?? (typeof value === "string" ? value : JSON.stringify(value))];
}

interface TryOutProps {
  form: ServiceForm | null;
  values: FormData;
  evaluation: Evaluation | undefined;
  behind: boolean;
  error: unknown;
}

/** What the rules of the text say about the values: nothing is kept. */
export function TryOut({ form, values, evaluation, behind, error }: TryOutProps) {
  if (!form) return <p className="empty">文本里有错误，还不能试算。先到“问题”里改正。</p>;
  if (error) return <Alert type="error" title="没能试算" description={wordsOf(error)} />;
  if (!evaluation) return <Wait label="正在试算" />;
  const { derived, eligibility, benefit, problems, missing_parameters: unset, checklist } = evaluation;
  const papers = paperList(evaluation.materials, form, values);
  const none = papers.bring.length + papers.lookUp.length + papers.open.length === 0;
  return (
    <div className="tried" aria-busy={behind} aria-live="polite">
      {unset.length > 0 && (
        <p className="told told-open">还没有设定的参数：{unset.join("、")}。用到它们的条件和待遇暂时算不出来。</p>
      )}
      <Part title="条件">
        {eligibility.length === 0 ? (
          <p className="quiet">没有写条件（eligibility）。</p>
        ) : (
          <ul className="conditions">
            {eligibility.map((one) => {
              const [icon, word] = VERDICTS[one.verdict];
              return (
                <li key={one.id} className={one.verdict}>
                  {icon}
                  <span>
                    <span className="sr">{word}：</span>
                    {one.title}
                    {one.reason && <small className="quiet block">{one.reason}</small>}
                  </span>
                </li>
              );
            })}
          </ul>
        )}
      </Part>
      {benefit && (
        <Part title="待遇">
          <p>
            <b className="amount">¥ {yuanText(benefit.amount_fen)}</b> {benefit.unit}
            {benefit.to_confirm && <span className="tag tag-amber">待确认</span>}
          </p>
          <ol className="working">
            {benefit.working.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </Part>
      )}
      {Object.keys(derived).length > 0 && (
        <Part title="计算值">
          <dl className="pairs">
            {Object.entries(derived).map(([pointer, value]) => {
              const [title, words] = shown(form, pointer, value as Json);
              return (
                <div key={pointer}>
                  <dt>{title}</dt>
                  <dd>{words}</dd>
                </div>
              );
            })}
          </dl>
        </Part>
      )}
      <Part title="要交的材料">
        {none ? <p className="quiet">按这些值，不要材料。</p> : <PaperTable list={papers} />}
      </Part>
      <Part title="填写问题">
        {problems.length === 0 ? (
          <p className="quiet">没有。</p>
        ) : (
          <ul className="tried-problems">
            {problems.map((one) => (
              <li key={`${one.pointer} ${one.code}`}>
                <span className={`tag ${one.severity === "block" ? "tag-red" : "tag-amber"}`}>
                  {one.severity === "block" ? "拦住" : "提醒"}
                </span>
                <span>
                  {one.message}
                  {one.remedy && <small className="quiet block">{one.remedy}</small>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {checklist.length > 0 && (
        <Part title="要人判断的要点">
          <ul className="plain">
            {checklist.map((one) => (
              <li key={one.id}>{one.text}</li>
            ))}
          </ul>
        </Part>
      )}
    </div>
  );
}
