import { App, Form, Input, Modal } from "antd";
import { useState } from "react";

import { calls } from "../client/calls";
import { wordsOf } from "./connection";

interface Fields {
  old: string;
  fresh: string;
  again: string;
}

export function PasswordDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [form] = Form.useForm<Fields>();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { message } = App.useApp();

  const change = async (fields: Fields) => {
    setBusy(true);
    setError(null);
    try {
      await calls.changePassword(fields.old, fields.fresh);
      void message.success("密码已修改");
      form.resetFields();
      onClose();
    } catch (failure) {
      setError(wordsOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal
      open={open}
      title="修改密码"
      okText="修改"
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={420}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" onFinish={change} requiredMark={false}>
        <Form.Item name="old" label="现在的密码" rules={[{ required: true, message: "请输入现在的密码" }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="fresh"
          label="新密码"
          rules={[
            { required: true, message: "请输入新密码" },
            { min: 12, message: "至少12个字符，可以是一句好记的话" },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label="再输一遍"
          dependencies={["fresh"]}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                value === getFieldValue("fresh")
                  ? Promise.resolve()
                  : Promise.reject(new Error("两次输入的新密码不一样")),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {error && (
          <p role="alert" className="form-error">
            {error}
          </p>
        )}
      </Form>
    </Modal>
  );
}
