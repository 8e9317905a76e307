import { PrinterOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox } from "antd";

import { calls } from "../client/calls";
import type { PrintedPaper } from "../client/types";
import { wordsOf } from "../shell/connection";
import { momentText } from "../shell/format";
import { useDesk, useEyes } from "./context";
import { CONSENT, detailOf, stateOf } from "./prints";
import { useDeskChange, useDeskPapers } from "./useDeskPapers";
import "./desk-papers.css";

/** Print, in a window that is opened with the click, so that no browser holds it back. */
function usePrint() {
  const { view, flush } = useDesk();
  const { message } = App.useApp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ papers, target }: { papers: PrintedPaper[] | null; target: Window | null }) => {
      if (!(await flush())) throw new Error("还有没保存的内容，请先处理保存失败或冲突，再打印。");
      const wanted = papers?.map(({ material, person_pointer }) => ({ material, person_pointer })) ?? null;
      const printed = await calls.printForms(view.summary.id, wanted);
      if (target) target.location.replace(printed.url);
      else window.location.assign(printed.url);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["desk-papers", view.summary.id] }),
    onError: (error, { target }) => {
      target?.close();
      void message.error(wordsOf(error));
    },
  });
}

function Paper({ paper }: { paper: PrintedPaper }) {
  const { view, editable } = useDesk();
  const { lookAtPage } = useEyes();
  const print = usePrint();
  const sign = useDeskChange((signed: boolean) => calls.noteSignature(view.summary.id, paper.form ?? "", signed));
  const [word, tone] = stateOf(paper);
  const detail = detailOf(paper);
  const page = paper.page_id;
  return (
    <li data-print={paper.material}>
      <span className={`tag tag-${tone}`}>{word}</span>
      <div>
        <span className="material-title">{paper.title}</span>
        {detail && <small className="quiet block">{detail}</small>}
        <span className="material-actions">
          {page && (
            <button type="button" className="linklike" onClick={() => lookAtPage(page)}>
              看扫描件
            </button>
          )}
          {editable && (paper.state === "unsigned" || paper.state === "signed") && (
            <Checkbox
              checked={sign.isPending ? sign.variables : paper.state === "signed"}
              disabled={sign.isPending}
              onChange={(event) => sign.mutate(event.target.checked)}
            >
              已签名
            </Checkbox>
          )}
          {editable && (
            <button
              type="button"
              className="linklike"
              disabled={print.isPending}
              onClick={() => print.mutate({ papers: [paper], target: window.open("about:blank", "_blank") })}
            >
              {paper.state === "unprinted" ? "打印" : paper.state === "outdated" ? "重新打印" : "再打印"}
              <span className="sr">{paper.title}</span>
            </button>
          )}
        </span>
      </div>
    </li>
  );
}

function ConsentLine() {
  const { view, editable } = useDesk();
  const papers = useDeskPapers();
  const note = useDeskChange((given: boolean) => calls.noteConsent(view.summary.id, given));
  if (!papers || (!papers.consent.asked && !papers.consent.given)) return null;
  const { consent } = papers;
  if (consent.given)
    return (
      <p className="told-line">
        <span className="tag tag-green">已告知</span> {consent.how}
        <small className="quiet block">
          {consent.noted_by} {consent.noted_at && momentText(consent.noted_at)}
          {editable && (
            <button type="button" className="linklike" disabled={note.isPending} onClick={() => note.mutate(false)}>
              撤回登记
            </button>
          )}
        </small>
      </p>
    );
  return (
    <p className="told-line">
      <span className="tag tag-amber">未告知</span> 要处理敏感个人信息：请当面说明《个人信息处理告知书》。
      {editable && (
        <Button size="small" loading={note.isPending} onClick={() => note.mutate(true)}>
          已告知并同意
        </Button>
      )}
    </p>
  );
}

/** The forms that the resident signs: printed prefilled, scanned back, and looked at. */
export function PrintForms() {
  const { editable, unfilled } = useDesk();
  const papers = useDeskPapers();
  const print = usePrint();
  if (!papers) return <p className="quiet">正在读取……</p>;
  const due = papers.prints.filter((one) => one.needed);
  return (
    <>
      <ConsentLine />
      {editable && due.length > 0 && (
        <>
          <Button
            size="small"
            icon={<PrinterOutlined />}
            loading={print.isPending}
            onClick={() => print.mutate({ papers: null, target: window.open("about:blank", "_blank") })}
          >
            打印要签字的 {due.length} 份
          </Button>
          {unfilled.length > 0 && due.some((one) => one.material !== CONSENT) && (
            <small className="block material-note">表还有 {unfilled.length} 项没填，填好再打印，免得重签。</small>
          )}
        </>
      )}
      {papers.prints.length === 0 ? (
        <p className="quiet">这项服务没有要打印签字的表格。</p>
      ) : (
        <ul className="prints">
          {papers.prints.map((one) => (
            <Paper key={`${one.material} ${one.person_pointer}`} paper={one} />
          ))}
        </ul>
      )}
    </>
  );
}
