import { Button, DatePicker, Form, Input, Modal, Radio, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";

import { calls } from "../client/calls";
import type { ActingNote, ActingView } from "../client/types";
import { BYS, channelsFor, linesOf, noteOf, USUAL_SCOPE, type By } from "./acting";
import { useDesk } from "./context";
import { useDeskChange, useDeskPapers } from "./useDeskPapers";
import "./desk-papers.css";

const DAY = "YYYY-MM-DD";

function ActingDialog({ acting, onClose }: { acting: ActingView | null; onClose: () => void }) {
  const { view } = useDesk();
  const [form] = Form.useForm<ActingNote>();
  const [by, setBy] = useState<By>(noteOf(acting).by);
  const save = useDeskChange((note: ActingNote) => calls.noteActing(view.summary.id, note), onClose);
  const other = by === "agent" || by === "guardian";
  const who = by === "agent" ? "代办人" : "监护人";
  const channels = channelsFor(by);
  const choose = (next: By) => {
    setBy(next);
    const given = form.getFieldValue("scope") as string | undefined;
    if (next === "agent" && !given) form.setFieldValue("scope", USUAL_SCOPE);
    if (!channelsFor(next).some((one) => one.value === form.getFieldValue("channel")))
      form.setFieldValue("channel", "counter");
  };
  return (
    <Modal
      open
      title="谁来办理"
      okText="保存"
      cancelText="不改"
      width={560}
      onCancel={onClose}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={noteOf(acting)}
        onFinish={(given) =>
          save.mutate({ ...noteOf(acting), ...given, by, valid_until: given.valid_until || null })
        }
      >
        <Form.Item label="来办理的是" htmlFor="acting-by">
          <Radio.Group
            id="acting-by"
            name="acting-by"
            value={by}
            options={BYS}
            onChange={(event) => choose(event.target.value as By)}
          />
        </Form.Item>
        {channels.length > 0 && (
          <Form.Item name="channel" label="怎样来的">
            <Select options={channels} />
          </Form.Item>
        )}
        {other && (
          <div className="pair-fields">
            <Form.Item name="name" label={`${who}姓名`}>
              <Input maxLength={40} autoComplete="off" />
            </Form.Item>
            <Form.Item name="id_number" label={`${who}公民身份号码`}>
              <Input className="mono" maxLength={18} autoComplete="off" />
            </Form.Item>
            <Form.Item name="relation" label="与申请人的关系">
              <Input maxLength={40} placeholder="例如：子女、邻居、母亲" />
            </Form.Item>
            <Form.Item name="phone" label={`${who}电话（可不填）`}>
              <Input className="mono" maxLength={20} autoComplete="off" />
            </Form.Item>
          </div>
        )}
        {by === "agent" && (
          <>
            <Form.Item name="scope" label="授权代办什么">
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item
              name="valid_until"
              label="授权到哪一天（不填为办结为止）"
              getValueProps={(value: string | null) => ({ value: value ? dayjs(value, DAY) : null })}
              normalize={(value: Dayjs | null) => value?.format(DAY) ?? null}
            >
              <DatePicker format={[DAY, "YYYYMMDD", "YYYY.MM.DD", "YYYY年M月D日"]} placeholder="年-月-日" />
            </Form.Item>
          </>
        )}
        {by === "guardian" && (
          <Form.Item name="proof" label="用什么证明监护关系">
            <Select
              options={[
                { value: "hukou", label: "户口簿" },
                { value: "paper", label: "监护关系证明、法院文书" },
              ]}
            />
          </Form.Item>
        )}
        <button type="submit" hidden>
          保存
        </button>
        <p className="quiet">
          {by === "agent" && "保存后，材料清单会加上授权委托书和代办人身份证；委托书可以在“打印与签字”里预填打印。"}
          {by === "guardian" && "保存后，材料清单会加上监护人身份证和监护关系的证明。"}
          {by === "staff" && "行动不便等原因由工作人员上门办理，材料和本人到窗口办理的一样。"}
          {by === "self" && "申请人本人办理，不另收材料。"}
        </p>
      </Form>
    </Modal>
  );
}

/** Who stands at the counter for the applicant; changed with one dialog. */
export function Acting() {
  const { editable } = useDesk();
  const papers = useDeskPapers();
  const [open, setOpen] = useState(false);
  if (!papers) return <p className="quiet">正在读取……</p>;
  const { acting } = papers;
  return (
    <>
      {acting ? (
        linesOf(acting).map((line, number) => (
          <p key={line} className={number === 0 ? "acting-by" : "quiet acting-line"}>
            {line}
          </p>
        ))
      ) : (
        <p className="quiet">没有登记，按本人到窗口办理。{editable && "由别人来办的，请登记。"}</p>
      )}
      {editable && (
        <Button size="small" onClick={() => setOpen(true)}>
          {acting ? "更改" : "登记"}
        </Button>
      )}
      {open && <ActingDialog acting={acting} onClose={() => setOpen(false)} />}
    </>
  );
}
