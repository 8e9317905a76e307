import { EditOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";

import { calls } from "../client/calls";
import type { ReadDocument, ReadValue } from "../client/types";
import { wordsOf } from "../shell/connection";
import { useDesk, useEyes } from "./context";
import { focusField } from "./focus";
import { SURETY_TEXT, type Mark } from "./provenance";

function ValueRow({ document, value, mark }: { document: ReadDocument; value: ReadValue; mark: Mark | undefined }) {
  const { view, editable, receive } = useDesk();
  const { look, lookAtMark } = useEyes();
  const { message } = App.useApp();
  const [text, setText] = useState<string | null>(null);
  const correct = useMutation({
    mutationFn: (fresh: string) => calls.correctValue(view.summary.id, document.id, value.name, fresh),
    onSuccess: (fresh) => {
      receive(fresh);
      setText(null);
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  const surety = mark?.surety ?? (value.auto || value.corrected ? "sure" : "confirm");

  if (text !== null) {
    return (
      <li className="value editing">
        <Input
          size="small"
          autoFocus
          aria-label={`${value.label}，按扫描件改正`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => correct.mutate(text.trim())}
          onKeyDown={(event) => {
            if (event.key === "Escape") setText(null);
          }}
        />
        <Button size="small" type="primary" loading={correct.isPending} onClick={() => correct.mutate(text.trim())}>
          改正
        </Button>
        <Button size="small" onClick={() => setText(null)}>
          取消
        </Button>
      </li>
    );
  }
  return (
    <li className={mark && mark.key === look.markKey ? "value active" : "value"}>
      <button
        type="button"
        className="value-main"
        data-value={`${document.id}/${value.name}`}
        onClick={() => {
          if (mark) lookAtMark(mark);
          const pointer = mark?.pointers[0];
          if (pointer) focusField(pointer);
        }}
        onFocus={() => {
          if (mark && mark.key !== look.markKey) lookAtMark(mark);
        }}
      >
        <span className={`surety ${surety}`} aria-hidden="true" />
        <span className="value-label">{value.label}</span>
        <span className="value-text">{value.value || "（空）"}</span>
        <span className="sr">
          {SURETY_TEXT[surety]}
          {value.corrected && "，已由人改正"}
        </span>
        {value.corrected && (
          <small className="quiet" aria-hidden="true">
            已改正
          </small>
        )}
      </button>
      {editable && (
        <Button
          size="small"
          type="text"
          icon={<EditOutlined />}
          aria-label={`改正读数：${value.label}`}
          title="读错了？改正"
          onClick={() => setText(value.value)}
        />
      )}
    </li>
  );
}

/** Everything that was read on one page, for the keyboard as well as for the eye. */
export function Values({ documents, pageId }: { documents: ReadDocument[]; pageId: string }) {
  const { marks } = useDesk();
  const [open, setOpen] = useState(false);
  const here = documents.map((document) => ({
    document,
    values: document.values.filter((value) => !value.box || value.box.page_id === pageId),
  }));
  const count = here.reduce((sum, one) => sum + one.values.length, 0);
  const findings = documents.flatMap((document) => document.findings);

  if (documents.length === 0) {
    return (
      <p className="finding">认不出这是哪种材料：它会作为附件随件保存。如果拍得不全或太暗，请重新扫描后再传。</p>
    );
  }
  return (
    <>
      {findings.map((finding) => (
        <p key={`${finding.code}${finding.field ?? ""}`} className="finding">
          {finding.message}
        </p>
      ))}
      <details className="values" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          本页读出 {count} 项
          <span className="legend" aria-hidden="true">
            <span className="surety sure" /> 可靠 <span className="surety confirm" /> 待核对{" "}
            <span className="surety contradiction" /> 不一致
          </span>
        </summary>
        <div className="values-body">
          {here.map(({ document, values }) => (
            <ul key={document.id} aria-label={document.title}>
              {values.map((value) => (
                <ValueRow
                  key={value.id}
                  document={document}
                  value={value}
                  mark={marks.find((mark) => mark.documentId === document.id && mark.field === value.name)}
                />
              ))}
            </ul>
          ))}
        </div>
      </details>
    </>
  );
}
