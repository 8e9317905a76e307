import { InboxOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Checkbox, Modal } from "antd";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";

import { definitionCalls } from "../client/definitions";
import { wordsOf } from "../shell/connection";
import { momentText } from "../shell/format";
import { Wait } from "../shell/Wait";
import type { BundleContent, BundleItem } from "./types";

/** What may become a draft here: not what is here already, what cannot be used, or what is being written. */
const isTakable = (one: BundleItem) => (one.state === "new" || one.state === "changed") && one.draft_id === null;

const STATES: Record<BundleItem["state"], [string, string]> = {
  new: ["新的", "tag-green"],
  changed: ["有改动", "tag-amber"],
  same: ["相同", "tag-grey"],
  unusable: ["不能用", "tag-red"],
};

/** A bundle of another office: who signed it, what it brings, and what of that becomes drafts here. */
export function ImportBundle({ onClose }: { onClose: () => void }) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const look = useMutation({
    mutationFn: definitionCalls.inspectBundle,
    onSuccess: (found) => setChosen(found.items.filter(isTakable).map((one) => one.code)),
  });
  const take = useMutation({
    mutationFn: (bundle: File) => definitionCalls.importBundle(bundle, chosen),
    onSuccess: (drafts) => {
      for (const key of ["definitions", "drafts"]) void queries.invalidateQueries({ queryKey: [key] });
      void message.success(`已建 ${drafts.length} 份草稿，送审发布后才生效`);
      onClose();
      const [only] = drafts;
      if (drafts.length === 1 && only) void navigate(`/definitions/drafts/${only.id}`);
    },
  });
  const pick = (picked: File | undefined) => {
    if (!picked) return;
    setFile(picked);
    take.reset();
    look.mutate(picked);
  };
  const content = look.data;
  const failure = take.error ?? look.error;
  return (
    <Modal
      open
      width={720}
      title="导入外单位的定义包"
      onCancel={onClose}
      okText={`作为草稿导入${chosen.length > 0 ? ` ${chosen.length} 项` : ""}`}
      cancelText="取消"
      okButtonProps={{ disabled: !content?.trusted || chosen.length === 0 || !file, loading: take.isPending }}
      onOk={() => file && take.mutate(file)}
    >
      <input
        ref={picker}
        type="file"
        hidden
        data-testid="bundle-file"
        onChange={(event) => {
          pick(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <div
        className="bundle-drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          pick(event.dataTransfer.files[0]);
        }}
      >
        <InboxOutlined aria-hidden />
        <span>{file ? file.name : "把定义包拖到这里，或"}</span>
        <Button onClick={() => picker.current?.click()}>{file ? "换一个文件" : "选择文件"}</Button>
      </div>
      {look.isPending && <Wait label="正在核对签名和内容" />}
      {failure && <Alert type="error" showIcon title="这个定义包不能导入" description={wordsOf(failure)} />}
      {content && <Content content={content} chosen={chosen} onChoose={setChosen} />}
    </Modal>
  );
}

interface ContentProps {
  content: BundleContent;
  chosen: string[];
  onChoose: (codes: string[]) => void;
}

function Content({ content, chosen, onChoose }: ContentProps) {
  return (
    <div className="bundle">
      <dl className="pairs">
        <div>
          <dt>签名单位</dt>
          <dd>
            {content.signer || content.office}{" "}
            <span className={`tag ${content.trusted ? "tag-green" : "tag-red"}`}>
              {content.trusted ? "已信任" : "不认识"}
            </span>
          </dd>
        </div>
        <div>
          <dt>密钥指纹</dt>
          <dd className="mono">{content.fingerprint}</dd>
        </div>
        <div>
          <dt>制作时间</dt>
          <dd>{momentText(content.made_at)}</dd>
        </div>
      </dl>
      {!content.trusted && (
        <Alert
          type="warning"
          showIcon
          title="还没有信任这个单位"
          description="请用电话或当面与对方核对上面的指纹，一致后由有发布权限的人到“受信任的单位”里登记它的公钥，再来导入。"
        />
      )}
      {content.items.every((one) => one.state === "same") && <p className="quiet">都和这里的一样，不用导入。</p>}
      <ul className="bundle-items">
        {content.items.map((one) => {
          const [word, tone] = STATES[one.state];
          return (
            <li key={one.code}>
              <Checkbox
                checked={chosen.includes(one.code)}
                disabled={!isTakable(one)}
                onChange={(event) =>
                  onChoose(event.target.checked ? [...chosen, one.code] : chosen.filter((code) => code !== one.code))
                }
              >
                {one.title}
              </Checkbox>
              <span className={`tag ${tone}`}>{word}</span>
              <small className="quiet mono">{one.code}</small>
              {one.draft_id && <small className="quiet"> 这里有一份没发布的草稿，先发布或作废再导入。</small>}
              {one.missing.length > 0 && (
                <small className="block field-warn">这里还没有：{one.missing.join("、")}</small>
              )}
              {one.changes.length > 0 && (
                <details>
                  <summary>{one.changes.length} 处改动</summary>
                  <ul className="plain">
                    {one.changes.map((change) => (
                      <li key={change}>{change}</li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
