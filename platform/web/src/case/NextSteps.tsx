import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Checkbox, Dropdown, Input, Modal, Space } from "antd";
import { EllipsisOutlined } from "@ant-design/icons";
import { useCallback, useState } from "react";

import { calls } from "../client/calls";
import type { Case } from "../client/types";
import { yuanText } from "../form/money";
import { wordsOf } from "../shell/connection";
import { useDesk } from "./context";
import { isUnasked, byPerson, isUnfilled, isUnseenOriginal, realProblems } from "./evidence";
import { focusField } from "./focus";
import { freshKey } from "./keys";
import { formText } from "./Materials";
import { arrange, isBlocked, STEPS, undecided, type StepName } from "./steps";
import { useWindowKeys } from "../shell/useWindowKeys";

function Preview() {
  const { view } = useDesk();
  const missing = view.evaluation.materials.filter((material) => material.status === "missing");
  const open = undecided(view);
  const block = realProblems(view.evaluation.problems).filter((problem) => problem.severity === "block");
  const empty = view.evaluation.problems.filter(isUnfilled).length;
  return (
    <div className="preview" tabIndex={0} role="region" aria-label="告知书的内容">
      {open > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`还有 ${open} 项材料待定。请先在材料清单里选“平台查到”“平台查无”或是否需要，再告知，免得让人跑两趟。`}
        />
      )}
      {empty > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`表上还有 ${empty} 项必填没有填。也会写进告知书：能当场填的请先填好。`}
        />
      )}
      {missing.length > 0 && (
        <>
          <h3>缺少的材料（{missing.length}）</h3>
          {byPerson(missing).map((group) => (
            <section key={group.pointer ?? ""}>
              <h4>{group.name}</h4>
              <ol>
                {group.materials.map((material) => (
                  <li key={material.code}>
                    {material.title}
                    <small className="quiet">
                      {" "}
                      {formText(material)}
                      {material.reason && `；${material.reason}`}
                    </small>
                  </li>
                ))}
              </ol>
            </section>
          ))}
        </>
      )}
      {block.length > 0 && (
        <>
          <h3>要更正的问题（{block.length}）</h3>
          <ol>
            {block.map((problem) => (
              <li key={`${problem.pointer} ${problem.code}`}>
                {problem.message}
                <small className="quiet"> {problem.remedy}</small>
              </li>
            ))}
          </ol>
        </>
      )}
      {missing.length === 0 && block.length === 0 && (
        <Alert type="info" showIcon title="现在没有缺少的材料，也没有必须更正的问题，一般不需要告知。" />
      )}
    </div>
  );
}

interface Wish {
  step: StepName;
  /** One key for one press: sending it twice is one step. */
  key: string;
}

function StepDialog({ wish, onClose }: { wish: Wish; onClose: () => void }) {
  const { view, pending, receive, flush } = useDesk();
  const queries = useQueryClient();
  const { message, notification } = App.useApp();
  const words = STEPS[wish.step];
  const [reason, setReason] = useState("");
  const [bank, setBank] = useState("");
  const [ticked, setTicked] = useState<string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const now = view.stages.find((stage) => stage.state === "now")?.order ?? 0;
  const checklist = words.checklist ? view.evaluation.checklist.filter((item) => item.stage <= now) : [];
  // What an earlier stage has ticked need not be ticked again.
  const passed = view.actions.some((action) => action.kind === "forward");
  const must = checklist.filter((item) => item.severity === "block" && (item.stage === now || !passed));
  const unticked = must.filter((item) => !ticked.includes(item.id)).length;
  const wanting =
    (words.reason?.required === true && reason.trim() === "") || (words.bank === true && bank.trim() === "") || unticked > 0;
  const opens = wish.step === "supplement";

  const go = useMutation({
    mutationFn: async (): Promise<Case> => {
      if (!(await flush())) throw new Error("还有没保存的内容，请先处理保存失败或冲突，再办这一步。");
      return calls.step(view.summary.id, wish.step, {
        key: wish.key,
        checked: ticked,
        reason: reason.trim() || null,
        bank_reference: bank.trim() || null,
      });
    },
    onSuccess: (fresh) => {
      const before = new Set(view.letters.map((letter) => letter.id));
      const letters = fresh.letters.filter((letter) => !before.has(letter.id));
      receive(fresh);
      void queries.invalidateQueries({ queryKey: ["cases"] });
      void queries.invalidateQueries({ queryKey: ["ledger"] });
      onClose();
      void message.success(words.done);
      const first = letters[0];
      if (!first) return;
      if (opens) window.open(first.url, "_blank", "noopener");
      notification.info({
        title: "文书已生成，可以打印",
        description: (
          <ul className="plain">
            {letters.map((letter) => (
              <li key={letter.id}>
                <a href={letter.url} target="_blank" rel="noopener noreferrer">
                  {letter.title}
                </a>
              </li>
            ))}
          </ul>
        ),
        placement: "bottomRight",
        duration: 12,
      });
    },
    onError: (failure) => setError(wordsOf(failure)),
  });

  return (
    <Modal
      open
      title={words.title}
      onCancel={onClose}
      width={opens ? 680 : 520}
      okText={opens ? "出具告知书并打开" : words.title}
      cancelText="先不办"
      okButtonProps={{ danger: words.danger ?? false, disabled: wanting }}
      confirmLoading={go.isPending}
      onOk={() => go.mutate()}
    >
      <p>{words.ask}</p>
      {opens && <Preview />}
      {(wish.step === "accept" || wish.step === "forward" || wish.step === "approve") && pending.length > 0 && (
        <Alert type="warning" showIcon title={`还有 ${pending.length} 个读出的值没有核对。`} />
      )}
      {wish.step === "approve" && view.evaluation.benefit && (
        <p className="decision">
          {view.evaluation.benefit.unit}：<b className="amount">¥ {yuanText(view.evaluation.benefit.amount_fen)}</b>
        </p>
      )}
      {view.payment && (wish.step === "approve_payment" || wish.step === "release_payment") && (
        <p className="decision">
          {view.payment.fund}：<b className="amount">¥ {yuanText(view.payment.amount_fen)}</b>（
          {view.payment.amount_capitals}）
        </p>
      )}
      {checklist.length > 0 && (
        <fieldset className="ticks">
          <legend>请逐条核对</legend>
          {checklist.map((item) => (
            <Checkbox
              key={item.id}
              checked={ticked.includes(item.id)}
              onChange={(event) =>
                setTicked((before) =>
                  event.target.checked ? [...before, item.id] : before.filter((id) => id !== item.id),
                )
              }
            >
              {item.text}
              {must.includes(item) && <span className="required">*</span>}
            </Checkbox>
          ))}
        </fieldset>
      )}
      {words.reason && (
        <label className="ask">
          {words.reason.label}
          {words.reason.required && <span className="required">*</span>}
          <Input.TextArea
            autoFocus
            autoSize={{ minRows: 3, maxRows: 8 }}
            maxLength={2000}
            placeholder={words.reason.example}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
      {words.bank && (
        <label className="ask">
          银行回单号<span className="required">*</span>
          <Input autoFocus className="mono" maxLength={64} value={bank} onChange={(event) => setBank(event.target.value)} />
        </label>
      )}
      {error && (
        <p role="alert" className="form-error">
          {error}
        </p>
      )}
    </Modal>
  );
}

/** What this person may do next: the likely step large, the others beside it. */
export function NextSteps() {
  const { view, unfilled, pending, editable } = useDesk();
  const [wish, setWish] = useState<Wish | null>(null);
  const { primary, others } = arrange(view);
  const ask = useCallback((step: StepName) => setWish({ step, key: freshKey() }), []);

  useWindowKeys((event) => {
    if (!event.altKey || event.key !== "Enter" || !primary || wish) return;
    event.preventDefault();
    ask(primary);
  });

  const rare: StepName[] = others.filter((step) => step === "withdraw" || step === "refuse");
  const common = others.filter((step) => !rare.includes(step));
  const unseen = view.evaluation.problems.filter(isUnseenOriginal).length;
  const todo = pending[0] ?? unfilled[0];
  const unasked = view.evaluation.problems.some((one) => isUnasked(one) && one.severity === "block");
  const hints = [
    ...(editable && !todo
      ? [
          undecided(view) > 0 && `还有 ${undecided(view)} 项材料待定：先查平台，再在清单里选好。`,
          unseen > 0 && `还有 ${unseen} 份原件待核：在清单里点“原件已核”。`,
          unasked && "还没有告知个人信息的处理：见“打印与签字”。",
        ]
      : []),
    view.offered.includes("resubmit") && isBlocked(view) && "申请人补交后：放入扫描件，缺项清零，再点“补正完成”。",
  ].filter((hint) => hint !== false);
  return (
    <div className="next" role="group" aria-label="下一步">
      {hints.length > 0 && (
        <ul className="next-hints">
          {hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      )}
      {editable && !primary && todo && (
        <Button type="primary" onClick={() => focusField(todo)} title="Alt+J">
          继续填表（{unfilled.length + pending.length}）
        </Button>
      )}
      {primary && (
        <Button type="primary" onClick={() => ask(primary)} title="Alt+Enter" data-step={primary}>
          {STEPS[primary].title}
        </Button>
      )}
      {common.map((step) => (
        <Button key={step} onClick={() => ask(step)} data-step={step}>
          {STEPS[step].title}
        </Button>
      ))}
      {rare.length > 0 && (
        <Space.Compact>
          {rare.length === 1 && rare[0] === "refuse" ? (
            <Button danger onClick={() => ask("refuse")} data-step="refuse">
              {STEPS.refuse.title}
            </Button>
          ) : (
            <Dropdown
              trigger={["click"]}
              menu={{
                items: rare.map((step) => ({
                  key: step,
                  danger: true,
                  label: STEPS[step].title,
                  onClick: () => ask(step),
                })),
              }}
            >
              <Button icon={<EllipsisOutlined />} aria-label="其他操作" />
            </Dropdown>
          )}
        </Space.Compact>
      )}
      {!primary && !todo && others.length === 0 && <span className="quiet">现在没有要您办的步骤。</span>}
      {wish && <StepDialog key={wish.key} wish={wish} onClose={() => setWish(null)} />}
    </div>
  );
}
