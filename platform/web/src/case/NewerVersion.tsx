import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Checkbox, Modal } from "antd";
import { useState, type ReactNode } from "react";

import { calls } from "../client/calls";
import { wordsOf } from "../shell/connection";
import type { VersionPreview } from "../client/types";
import { useDesk } from "./context";

function Part({ title, items }: { title: string; items: ReactNode[] }) {
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {items.map((item, number) => (
          <li key={number}>{item}</li>
        ))}
      </ul>
    </section>
  );
}

/** What would become of the case: first what it loses, then what it is asked for, then what is new. */
export function Difference({ preview }: { preview: VersionPreview }) {
  return (
    <div className="version-difference">
      <Part
        title="带不走的内容（会保留在办理记录里）"
        items={preview.fallen.map((one) => (
          <>
            {one.title}：<b>{one.text}</b> <small className="quiet">{one.reason}</small>
          </>
        ))}
      />
      <Part title="另外要填" items={preview.required} />
      <Part title="另外要交的材料" items={preview.materials_new} />
      <Part title="不再要的材料" items={preview.materials_gone} />
      <Part title={`第 ${preview.after} 版改了什么`} items={preview.changes} />
    </div>
  );
}

function Carry({ onClose }: { onClose: () => void }) {
  const { view, flush, receive } = useDesk();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const { id } = view.summary;
  const [seen, setSeen] = useState<number | null>(null);
  const found = useQuery({
    queryKey: ["version", id],
    queryFn: async () => {
      if (!(await flush())) throw new Error("还有没保存的内容，请先处理保存失败或冲突。");
      return calls.versionPreview(id);
    },
    gcTime: 0,
    retry: false,
  });
  const preview = found.data;
  const go = useMutation({
    mutationFn: (told: VersionPreview) =>
      calls.changeVersion(id, {
        version: told.after,
        revision: told.revision,
        confirmed: told.fallen.map((one) => one.pointer),
      }),
    onSuccess: (fresh) => {
      receive(fresh);
      void queries.invalidateQueries({ queryKey: ["cases"] });
      onClose();
      void message.success(`已转到第 ${fresh.summary.version} 版`);
    },
    onError: () => {
      setSeen(null);
      void found.refetch();
    },
  });
  const loses = (preview?.fallen.length ?? 0) > 0;
  const failure = go.error ?? found.error;
  return (
    <Modal
      open
      title={`转到第 ${view.newer_version ?? ""} 版`}
      onCancel={onClose}
      width={640}
      okText="转到新版本"
      cancelText="先不转"
      okButtonProps={{ disabled: !preview || found.isFetching || (loses && seen !== preview.revision) }}
      confirmLoading={go.isPending}
      onOk={() => preview && go.mutate(preview)}
    >
      <p>转过去以后，这件按新版本的规定填写、收材料和判断，不能再转回来。已填的内容和来源都会带过去。</p>
      {found.isPending && <p role="status">正在比较两个版本……</p>}
      {preview && <Difference preview={preview} />}
      {preview && loses && (
        <Checkbox
          checked={seen === preview.revision}
          onChange={(event) => setSeen(event.target.checked ? preview.revision : null)}
        >
          已看过带不走的 {preview.fallen.length} 项
        </Checkbox>
      )}
      {failure && (
        <p role="alert" className="form-error">
          {wordsOf(failure)}
        </p>
      )}
    </Modal>
  );
}

/** A case keeps its version; while it is open the counter may carry it to the one that is in force. */
export function NewerVersion() {
  const { view } = useDesk();
  const [open, setOpen] = useState(false);
  const newer = view.newer_version;
  if (newer === null || !view.offered.includes("edit")) return null;
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={`这项服务有新版本：此件用第 ${view.summary.version} 版登记，可以转到第 ${newer} 版。`}
        action={
          <Button size="small" onClick={() => setOpen(true)}>
            查看差异
          </Button>
        }
      />
      {open && <Carry onClose={() => setOpen(false)} />}
    </>
  );
}
