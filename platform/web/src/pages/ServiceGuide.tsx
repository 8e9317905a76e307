import { ArrowLeftOutlined, FilePdfOutlined, PrinterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link, useParams } from "react-router";

import { calls, guidePdfUrl, processingNoticeUrl } from "../client/calls";
import type { Evaluation, FormData, Guide, Service, ServiceForm } from "../client/types";
import { yuanText } from "../form/money";
import { membersOf, type Schema } from "../form/parts";
import { KnownPerson, type Known } from "../locker/KnownPerson";
import { GuideFacts } from "../services/GuideFacts";
import { KindTag } from "../services/KindTag";
import { PaperTable } from "../services/PaperTable";
import { paperList } from "../services/papers";
import { PrintSheet } from "../services/PrintSheet";
import { firstAnswers, givenAnswers, Questions } from "../services/Questions";
import { useOpenCase } from "../services/useOpenCase";
import { usePapers } from "../services/usePapers";
import { wordsOf } from "../shell/connection";
import { useMe } from "../shell/session";
import { Trouble } from "../shell/Trouble";
import { useWindowKeys } from "../shell/useWindowKeys";
import { Wait } from "../shell/Wait";
import "../services/services.css";

const HALF_AN_HOUR_MS = 1_800_000;

/** 要带什么: a few questions, and at once the papers of this resident, to print or to begin with. */
export default function ServiceGuide() {
  const { code = "" } = useParams();
  const questions = useQuery({
    queryKey: ["questions", code],
    queryFn: () => calls.questions(code),
    staleTime: HALF_AN_HOUR_MS,
  });
  const guide = useQuery({ queryKey: ["guide", code], queryFn: () => calls.guide(code), staleTime: HALF_AN_HOUR_MS });
  const services = useQuery({ queryKey: ["services"], queryFn: calls.services, staleTime: 600_000 });

  if (questions.isError)
    return <Trouble title="这一项没能打开" error={questions.error} onRetry={() => void questions.refetch()} />;
  if (guide.isError)
    return <Trouble title="办事指南没能打开" error={guide.error} onRetry={() => void guide.refetch()} />;
  if (questions.isPending || guide.isPending) return <Wait label="正在打开办事指南" />;
  return (
    <Asking
      key={code}
      asked={questions.data}
      guide={guide.data}
      service={services.data?.find((one) => one.code === code)}
    />
  );
}

const BEGIN: Record<string, string> = { register: "开始登记", governance: "开始填写" };

function Asking({ asked, guide, service }: { asked: ServiceForm; guide: Guide; service: Service | undefined }) {
  const me = useMe();
  const fresh = useMemo(() => firstAnswers(asked), [asked]);
  const [answers, setAnswers] = useState<FormData>(fresh);
  // A new resident gets boxes that have never been typed in.
  const [resident, setResident] = useState(0);
  const [known, setKnown] = useState<Known | null>(null);
  const papers = usePapers(asked.code, answers, true);
  const open = useOpenCase();
  const asks = membersOf(asked.form_schema as Schema).length > 0;
  const mayOpen = me.permissions.includes("case.open");
  const settle = me.permissions.includes("parameter.edit")
    ? `/settings?tab=services&service=${encodeURIComponent(asked.code)}`
    : null;
  const list = useMemo(
    () => paperList(papers.data?.materials ?? [], asked, answers),
    [papers.data, asked, answers],
  );
  const none = list.bring.length + list.lookUp.length + list.open.length === 0;
  const unmet = papers.data?.eligibility.filter((one) => one.verdict === "no") ?? [];
  const begin = BEGIN[service?.kind ?? ""] ?? "开始办理";

  useEffect(() => {
    document.title = `${asked.title} · 要带什么 · 卷宗`;
  }, [asked.title]);

  const clear = useCallback(() => {
    setAnswers(fresh);
    setKnown(null);
    setResident((before) => before + 1);
  }, [fresh]);
  const start = () => {
    if (mayOpen && !open.isPending) open.mutate({ code: asked.code, answers: { ...known?.answers, ...givenAnswers(answers, fresh) } });
  };
  const canPrint = papers.isSuccess && !papers.behind && !none;

  useWindowKeys((event) => {
    if (!event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "p") {
      if (canPrint) window.print();
    } else if (key === "enter") start();
    else if (key === "z") clear();
    else if (key === "b") document.querySelector<HTMLElement>("a.back")?.click();
    else return;
    event.preventDefault();
  });

  return (
    <>
      <div className="guide-screen">
        <header className="guide-head">
          <Link to="/services" className="back" title="Alt+B">
            <ArrowLeftOutlined aria-hidden /> 办事目录
          </Link>
          <h1>{asked.title}</h1>
          {service && <KindTag kind={service.kind} always />}
          {guide.unconfirmed > 0 &&
            (settle ? (
              <Link to={settle} className="tag tag-amber" title="到本地设置里逐条确认">
                {guide.unconfirmed} 条规定待确认
              </Link>
            ) : (
              <span className="tag tag-amber">{guide.unconfirmed} 条规定待确认</span>
            ))}
          <span className="grow" />
          <a className="guide-pdf" href={guidePdfUrl(asked.code)} target="_blank" rel="noreferrer">
            <FilePdfOutlined aria-hidden /> 办事指南（PDF）
          </a>
          <a className="guide-pdf" href={processingNoticeUrl(asked.code)} target="_blank" rel="noreferrer">
            <FilePdfOutlined aria-hidden /> 个人信息告知书（PDF）
          </a>
          <Button icon={<PrinterOutlined />} disabled={!canPrint} onClick={() => window.print()} title="Alt+P">
            打印清单
          </Button>
          {mayOpen && (
            <Button type="primary" loading={open.isPending} onClick={start} title="Alt+Enter">
              {begin}
            </Button>
          )}
        </header>
        <div className="guide-cols">
          <section className="panel" aria-labelledby="guide-questions">
            {mayOpen && <KnownPerson key={resident} code={asked.code} known={known} onKnown={setKnown} />}
            {asks ? (
              <>
                <div className="panel-head">
                  <h2 id="guide-questions">先问几句</h2>
                  <button type="button" className="linklike" onClick={clear} title="Alt+Z">
                    清空，问下一位
                  </button>
                </div>
                <p className="quiet">知道的就选，不知道的先空着，右边的清单随时跟着变。</p>
                <Questions key={resident} service={asked} answers={answers} onChange={setAnswers} />
              </>
            ) : (
              <>
                <h2 id="guide-questions">办事指南</h2>
                <p className="quiet">这一项不用先问什么，谁来办材料都一样。</p>
                <GuideFacts guide={guide} settle={settle} conditions={papers.data?.eligibility ?? []} />
              </>
            )}
          </section>
          <section className="panel guide-papers" aria-labelledby="guide-papers" aria-busy={papers.behind}>
            <h2 id="guide-papers">要带的材料</h2>
            {papers.isError && (
              <Alert
                type="error"
                title="材料清单没能算出来"
                description={wordsOf(papers.error)}
                action={<Button onClick={() => void papers.refetch()}>重试</Button>}
              />
            )}
            <div aria-live="polite">
              {papers.data && <Told evaluation={papers.data} />}
              <PaperTable list={list} held={known?.held} />
              {papers.isSuccess && none && (
                <p className="empty">这一项不要居民带材料，由本单位填写。</p>
              )}
            </div>
            {papers.isPending && <Wait label="正在列材料" />}
            {asks && (
              <details className="guide-more">
                <summary>对象、条件、步骤和期限</summary>
                <GuideFacts guide={guide} settle={settle} conditions={papers.data?.eligibility ?? []} />
              </details>
            )}
          </section>
        </div>
      </div>
      <PrintSheet title={asked.title} list={list} unmet={unmet} held={known?.held} />
    </>
  );
}

/** What must be said before the papers: what does not fit, what it comes to, and what nobody has set. */
function Told({ evaluation }: { evaluation: Evaluation }) {
  const unmet = evaluation.eligibility.filter((one) => one.verdict === "no");
  const { benefit } = evaluation;
  return (
    <>
      {unmet.length > 0 && (
        <div className="told told-no" role="group" aria-label="不符合的条件">
          <b>按这些回答，有 {unmet.length} 条不符合，请先告诉居民：</b>
          <ul>
            {unmet.map((one) => (
              <li key={one.id}>
                {one.title}
                {one.reason !== "不符合" && <small>{one.reason}</small>}
              </li>
            ))}
          </ul>
        </div>
      )}
      {benefit && (
        <p className="told told-yes">
          按这些回答估算：<b className="amount">{yuanText(benefit.amount_fen)}</b> {benefit.unit}
          {benefit.to_confirm && <span className="tag tag-amber">待确认</span>}
        </p>
      )}
      {evaluation.missing_parameters.length > 0 && (
        <p className="told told-open">
          本地标准还没有设定：{evaluation.missing_parameters.join("、")}。能不能办、能领多少，以窗口核定为准。
        </p>
      )}
    </>
  );
}
