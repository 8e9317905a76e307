import { CheckCircleFilled, CloseCircleFilled, QuestionCircleFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { Link } from "react-router";

import type { Condition } from "../client/types";
import { yuanText } from "../form/money";
import { Locker } from "../locker/Locker";
import { dayText, momentText } from "../shell/format";
import { Acting } from "./Acting";
import { useDesk } from "./context";
import { realProblems } from "./evidence";
import { Materials, split } from "./Materials";
import { NextSteps } from "./NextSteps";
import { VOUCHER_STATES } from "./payment";
import { PrintForms } from "./PrintForms";
import { Problems } from "./Problems";

function Block({ title, badge, children, open = true }: { title: string; badge?: ReactNode; children: ReactNode; open?: boolean }) {
  return (
    <details className="fold" open={open}>
      <summary>
        <h2>{title}</h2>
        {badge}
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}

const VERDICTS: Record<Condition["verdict"], [ReactNode, string, string]> = {
  yes: [<CheckCircleFilled key="yes" aria-hidden />, "符合", "yes"],
  no: [<CloseCircleFilled key="no" aria-hidden />, "不符合", "no"],
  unknown: [<QuestionCircleFilled key="unknown" aria-hidden />, "还不能判断", "unknown"],
};

function Entitlement() {
  const { view } = useDesk();
  const { eligibility, benefit, missing_parameters: unset } = view.evaluation;
  return (
    <>
      <ul className="conditions">
        {eligibility.map((condition) => {
          const [icon, word, tone] = VERDICTS[condition.verdict];
          return (
            <li key={condition.id} className={tone}>
              {icon}
              <span>
                <span className="sr">{word}：</span>
                {condition.title}
                {condition.reason && <small className="quiet block">{condition.reason}</small>}
              </span>
            </li>
          );
        })}
      </ul>
      {benefit && (
        <div className="benefit">
          <p>
            <b className="amount">¥ {yuanText(benefit.amount_fen)}</b> <span>{benefit.unit}</span>
            {benefit.to_confirm && <span className="tag tag-amber">计算依据待确认</span>}
          </p>
          <ol>
            {benefit.working.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </div>
      )}
      {unset.length > 0 && (
        <p className="field-warn">本单位还没有设定：{unset.join("、")}。设定以前算不出待遇，请联系有“参数维护”权限的同事。</p>
      )}
      {eligibility.length === 0 && !benefit && <p className="quiet">填好申请信息后，这里会判断资格、算出待遇。</p>}
    </>
  );
}

/** The right column: what is wrong, what is missing, what it comes to, and what happened. */
export function Side() {
  const { view, unfilled, editable } = useDesk();
  const { evaluation, letters, actions, payment, public_notice: notice, reference_code: reference } = view;
  const told = realProblems(evaluation.problems);
  const missing = evaluation.materials.filter((material) => material.status === "missing").length;
  const unclear = split(evaluation.materials, unfilled.length > 0).now.filter(
    (material) => material.status === "unchecked",
  ).length;
  const blocking = told.some((problem) => problem.severity === "block");
  return (
    <section className="col side-col" aria-label="核查与下一步">
      <div className="side-scroll">
        <Block
          title="问题"
          badge={
            told.length > 0 ? (
              <span className={blocking ? "tag tag-red" : "tag tag-amber"}>{told.length}</span>
            ) : unfilled.length > 0 ? (
              <span className="tag tag-grey">未填 {unfilled.length}</span>
            ) : (
              <span className="tag tag-green">无</span>
            )
          }
        >
          <Problems />
        </Block>
        {editable && <Locker />}
        <Block
          title="材料清单"
          badge={
            missing > 0 ? (
              <span className="tag tag-red">缺 {missing}</span>
            ) : unclear > 0 ? (
              <span className="tag tag-amber">待定 {unclear}</span>
            ) : (
              evaluation.materials.length > 0 && <span className="tag tag-green">齐</span>
            )
          }
        >
          <Materials />
        </Block>
        {view.offered.includes("edit") && (
          <Block title="打印与签字">
            <PrintForms />
          </Block>
        )}
        <Block title="谁来办理">
          <Acting />
        </Block>
        {evaluation.checklist.length > 0 && (
          <Block title="要人判断的要点" badge={<span className="tag tag-grey">{evaluation.checklist.length}</span>}>
            <ul className="checks">
              {evaluation.checklist.map((item) => (
                <li key={item.id}>
                  {item.text}
                  {item.severity === "block" && <span className="tag tag-amber">必核</span>}
                </li>
              ))}
            </ul>
          </Block>
        )}
        <Block title="资格与待遇">
          <Entitlement />
        </Block>
        {notice && (
          <Block title="公示">
            <p>
              {dayText(notice.starts)} 至 {dayText(notice.ends)}
              {notice.provisional && <span className="tag tag-amber">暂定</span>}
              <small className="quiet block">
                {notice.place}；异议 {notice.objections} 件
              </small>
            </p>
            <dl className="pairs">
              {Object.entries(notice.fields).map(([title, text]) => (
                <div key={title}>
                  <dt>{title}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </Block>
        )}
        {payment && (
          <Block
            title="付款"
            badge={
              <span className={`tag tag-${VOUCHER_STATES[payment.state].tone}`}>
                {VOUCHER_STATES[payment.state].title}
              </span>
            }
          >
            <p>
              <b className="amount">¥ {yuanText(payment.amount_fen)}</b>
              <small className="quiet block">{payment.amount_capitals}</small>
            </p>
            <dl className="pairs">
              <div>
                <dt>凭证号</dt>
                <dd className="mono">{payment.voucher_number}</dd>
              </div>
              <div>
                <dt>资金</dt>
                <dd>{payment.fund}</dd>
              </div>
              <div>
                <dt>制单</dt>
                <dd>{payment.prepared_by}</dd>
              </div>
              {payment.approved_by && (
                <div>
                  <dt>审核</dt>
                  <dd>{payment.approved_by}</dd>
                </div>
              )}
              {payment.released_by && (
                <div>
                  <dt>发放</dt>
                  <dd>{payment.released_by}</dd>
                </div>
              )}
            </dl>
          </Block>
        )}
        {letters.length > 0 && (
          <Block title="文书" badge={<span className="tag tag-grey">{letters.length}</span>}>
            <ul className="letters">
              {letters.map((letter) => (
                <li key={letter.id}>
                  <a href={letter.url} target="_blank" rel="noopener noreferrer">
                    {letter.title}
                  </a>
                  <small className="quiet">
                    {letter.number} · {momentText(letter.created_at)}
                  </small>
                </li>
              ))}
            </ul>
          </Block>
        )}
        {view.residents.length > 0 && (
          <Block title="居民" badge={<span className="tag tag-grey">{view.residents.length}</span>}>
            <ul className="locker-residents">
              {view.residents.map((one) => (
                <li key={one.id}>
                  <Link to={`/residents/${one.id}`}>{one.name}</Link>
                </li>
              ))}
            </ul>
          </Block>
        )}
        {reference && (
          <Block title="档号">
            <p className="mono reference">{reference}</p>
          </Block>
        )}
        <Block title="经过" open={false} badge={<span className="tag tag-grey">{actions.length}</span>}>
          <ol className="history">
            {[...actions].reverse().map((action) => (
              <li key={action.id}>
                <b>{action.title}</b> {action.actor_name}
                <small className="quiet block">{momentText(action.at)}</small>
                {action.detail && <small className="block">{action.detail}</small>}
              </li>
            ))}
          </ol>
        </Block>
      </div>
      <NextSteps />
    </section>
  );
}
