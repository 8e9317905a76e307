import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Typography } from "antd";
import { useEffect } from "react";

import { calls } from "../client/calls";
import { wordsOf } from "../shell/connection";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";

export default function Audit() {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const audit = useQuery({ queryKey: ["audit"], queryFn: calls.audit });
  const sign = useMutation({
    mutationFn: calls.signCheckpoint,
    onSuccess: (fresh) => {
      queries.setQueryData(["audit"], fresh);
      void message.success("已签出新的检查点，请存到系统以外的地方");
    },
    onError: (error) => void message.error(wordsOf(error)),
  });

  useEffect(() => {
    document.title = "审计 · 卷宗";
  }, []);

  if (audit.isPending) return <Wait />;
  if (audit.isError) {
    return <Trouble title="审计日志没能打开" error={audit.error} onRetry={() => void audit.refetch()} />;
  }
  const { size, root, checkpoint } = audit.data;
  return (
    <div className="screen">
      <section className="panel" aria-labelledby="audit-title">
        <div className="panel-head">
          <h1 id="audit-title">审计日志</h1>
          <div className="buttons">
            <Button onClick={() => void audit.refetch()} loading={audit.isFetching}>
              刷新
            </Button>
            <Button type="primary" onClick={() => sign.mutate()} loading={sign.isPending}>
              签出检查点
            </Button>
          </div>
        </div>
        <dl className="facts">
          <div>
            <dt>记录条数</dt>
            <dd className="big">{size.toLocaleString("zh-CN")}</dd>
          </div>
          <div className="wide">
            <dt>树根（SHA-256）</dt>
            <dd>
              <Typography.Text className="mono" copyable={{ text: root, tooltips: ["复制", "已复制"] }}>
                {root}
              </Typography.Text>
            </dd>
          </div>
        </dl>
        <h2>最近的检查点</h2>
        {checkpoint ? (
          <>
            <p className="quiet">
              请把它存到系统以外的地方（例如监督小组、街道，或印在公开栏）。以后任何人都能用它证明：此前的记录一条没少、一字未改。检查点之后的新记录，要等下一个检查点才受同样的保护。
            </p>
            <div className="checkpoint">
              <Typography.Text copyable={{ text: checkpoint, tooltips: ["复制检查点", "已复制"] }}>复制检查点</Typography.Text>
              <pre tabIndex={0} aria-label="检查点全文">
                {checkpoint}
              </pre>
            </div>
          </>
        ) : (
          <p className="quiet">还没有检查点。点“签出检查点”，把它存到系统以外的地方。</p>
        )}
      </section>
    </div>
  );
}
