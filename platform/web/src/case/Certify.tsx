import { Input, Modal } from "antd";
import { useState } from "react";

import { calls, certifiedCopiesUrl } from "../client/calls";
import type { Certification, Material } from "../client/types";
import { momentText } from "../shell/format";
import { useDesk } from "./context";
import { useDeskChange, useDeskPapers } from "./useDeskPapers";
import "./desk-papers.css";

function WithdrawDialog({ certification, onClose }: { certification: Certification; onClose: () => void }) {
  const { view } = useDesk();
  const [reason, setReason] = useState("");
  const go = useDeskChange(
    (told: string) => calls.withdrawCertification(view.summary.id, certification.id, told),
    onClose,
  );
  return (
    <Modal
      open
      title={`撤回“${certification.title}”的核对`}
      okText="撤回"
      cancelText="不撤回"
      okButtonProps={{ danger: true, disabled: reason.trim() === "" }}
      confirmLoading={go.isPending}
      onCancel={onClose}
      onOk={() => go.mutate(reason)}
    >
      <p>撤回后要重新核对原件，才能受理。这次核对和撤回的原因都会留在记录里。</p>
      <label className="ask">
        为什么撤回<span className="required">*</span>
        <Input.TextArea
          autoFocus
          maxLength={500}
          autoSize={{ minRows: 2, maxRows: 6 }}
          placeholder="例如：看错了原件"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
    </Modal>
  );
}

/** Who found that the copies of a material agree with their originals; how to print or take it back. */
export function Certified({ material }: { material: Material }) {
  const { view, editable } = useDesk();
  const papers = useDeskPapers();
  const [open, setOpen] = useState(false);
  const found = papers?.certifications.findLast(
    (one) =>
      one.material === material.code &&
      one.person_pointer === (material.person_pointer ?? "") &&
      one.withdrawn_at === null,
  );
  if (!found) return null;
  const copy = material.form === "verify_original_keep_copy";
  return (
    <small className="certified block">
      {copy ? "与原件一致" : "原件已核"}：{found.certified_by} {momentText(found.certified_at)} · {found.unit}
      <span className="material-actions">
        {copy && (
          <a href={certifiedCopiesUrl(view.summary.id, found.id)} target="_blank" rel="noopener noreferrer">
            打印复印件
            <span className="sr">{found.title}</span>
          </a>
        )}
        {editable && (
          <button type="button" className="linklike" onClick={() => setOpen(true)}>
            撤回<span className="sr">{found.title}的核对</span>
          </button>
        )}
      </span>
      {open && <WithdrawDialog certification={found} onClose={() => setOpen(false)} />}
    </small>
  );
}
