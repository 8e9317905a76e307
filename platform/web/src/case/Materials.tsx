import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";

import { calls } from "../client/calls";
import type { Material, MaterialMark, Problem } from "../client/types";
import { wordsOf } from "../shell/connection";
import { Certified } from "./Certify";
import { useDesk, useEyes } from "./context";
import { byPerson } from "./evidence";

const STATUS: Record<Material["status"], [string, string]> = {
  missing: ["缺", "red"],
  present: ["有", "green"],
  waived: ["免交", "grey"],
  unchecked: ["待定", "amber"],
};

const FORMS: Record<string, string> = {
  original: "原件",
  verify_original_keep_copy: "核原件，留复印件",
  copy: "复印件",
  electronic_lookup: "平台查询",
  filled_form_original: "填写并签字的原件",
  photograph: "照片",
};

export function formText(material: Material): string {
  return `${FORMS[material.form] ?? material.form}${material.copies > 1 ? ` ${material.copies}份` : ""}`;
}

function MaterialRow({ material }: { material: Material }) {
  const { view, editable, unfilled, receive } = useDesk();
  const { lookAtPage } = useEyes();
  const { message } = App.useApp();
  const [word, tone] = STATUS[material.status];
  const mark = useMutation({
    mutationFn: (given: Partial<MaterialMark>) =>
      calls.markMaterial(view.summary.id, {
        code: material.code,
        person_pointer: material.person_pointer,
        // A mark is kept whole: what is not changed is said again.
        originals_seen: material.originals_seen,
        waived: material.status === "waived",
        not_found: false,
        note: null,
        ...given,
      }),
    onSuccess: receive,
    onError: (error) => void message.error(wordsOf(error)),
  });
  const documents = view.documents.filter((document) => material.document_ids.includes(document.id));
  // Undecided with a full form: the platform must be asked, or the clerk must say.
  const asks = material.status === "unchecked" && (material.waivable || unfilled.length === 0);
  const original = wantsOriginal(material);
  const stale = material.originals_seen && isUnseenAgain(view.evaluation.problems, material);
  return (
    <li className={`material ${material.status}`} data-material={material.code}>
      <span className={`tag tag-${tone}`}>{word}</span>
      <div>
        <span className="material-title">{material.title}</span>
        <small className="quiet block">
          {formText(material)}
          {material.reason && ` · ${material.reason}`}
          {!editable && material.originals_seen && " · 原件已核"}
        </small>
        {material.note && <small className="material-note">{material.note}</small>}
        {original && material.originals_seen && <Certified material={material} />}
        {(documents.length > 0 || (editable && (original || material.waivable || asks))) && (
          <span className="material-actions">
            {documents.map((document) => {
              const page = document.page_ids[0];
              return (
                page && (
                  <button key={document.id} type="button" className="linklike" onClick={() => lookAtPage(page)}>
                    看{document.title}
                  </button>
                )
              );
            })}
            {editable && original && (stale || (material.status === "present" && !material.originals_seen)) && (
              <Button
                size="small"
                loading={mark.isPending}
                aria-label={`原件已核：${material.title}${material.person_name ?? ""}`}
                onClick={() => mark.mutate({ originals_seen: true })}
              >
                原件已核
              </Button>
            )}
            {editable && asks && (
              <>
                <Button size="small" loading={mark.isPending} onClick={() => mark.mutate({ waived: true })}>
                  {material.waivable ? "平台查到，免交" : "不需要"}
                </Button>
                <Button size="small" loading={mark.isPending} onClick={() => mark.mutate({ not_found: true })}>
                  {material.waivable ? "平台查无，要交" : "需要"}
                </Button>
              </>
            )}
            {editable && !asks && material.waivable && material.status === "missing" && (
              <Button size="small" loading={mark.isPending} onClick={() => mark.mutate({ waived: true })}>
                平台查到，免交
              </Button>
            )}
            {editable && material.status === "waived" && (
              <Button size="small" loading={mark.isPending} onClick={() => mark.mutate({ waived: false, not_found: true })}>
                改为要交
              </Button>
            )}
          </span>
        )}
      </div>
    </li>
  );
}

/** Another scan came after the original had been compared. */
function isUnseenAgain(problems: Problem[], material: Material): boolean {
  const pointer = `original:${material.code}:${material.person_pointer ?? ""}`;
  return problems.some((one) => one.pointer === pointer);
}

function wantsOriginal(material: Material): boolean {
  return material.original_required || material.form === "verify_original_keep_copy";
}

/** Papers that are there, whose originals nobody has compared yet. */
export function unseenOriginals(materials: Material[]): Material[] {
  return materials.filter((one) => one.status === "present" && wantsOriginal(one) && !one.originals_seen);
}

function Groups({ materials }: { materials: Material[] }) {
  return byPerson(materials).map((group) => (
    <section key={group.pointer ?? ""} className="material-group" aria-label={group.name}>
      <h3>{group.name}</h3>
      <ul>
        {group.materials.map((material) => (
          <MaterialRow key={`${material.code} ${material.person_pointer ?? ""}`} material={material} />
        ))}
      </ul>
    </section>
  ));
}

/** The checklist: whose paper is due, whether it is there, and why it is asked for. */
export function Materials() {
  const { view, unfilled, editable, receive } = useDesk();
  const { message } = App.useApp();
  const unseen = unseenOriginals(view.evaluation.materials);
  const all = useMutation({
    mutationFn: async () => {
      for (const material of unseen)
        receive(
          await calls.markMaterial(view.summary.id, {
            code: material.code,
            person_pointer: material.person_pointer,
            originals_seen: true,
            waived: false,
            not_found: false,
            note: null,
          }),
        );
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  const { now, later } = split(view.evaluation.materials, unfilled.length > 0);
  if (view.evaluation.materials.length === 0)
    return <p className="quiet">填好申请信息后，这里会列出要交的材料。</p>;
  return (
    <>
      {editable && unseen.length > 1 && (
        <Button size="small" loading={all.isPending} onClick={() => all.mutate()}>
          {unseen.length} 份原件都已当面核对
        </Button>
      )}
      <Groups materials={now} />
      {later.length > 0 && (
        <details className="unfilled">
          <summary>还有 {later.length} 项要等表填好才知道要不要交</summary>
          <Groups materials={later} />
        </details>
      )}
    </>
  );
}

/** While the form has gaps, most of what is undecided is so because of them: it can wait. */
export function split(materials: Material[], gaps: boolean): { now: Material[]; later: Material[] } {
  const waits = (material: Material) => gaps && material.status === "unchecked" && material.document_ids.length === 0;
  return { now: materials.filter((one) => !waits(one)), later: materials.filter(waits) };
}
