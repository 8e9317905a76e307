import { Alert, Form, Input, Modal } from "antd";
import { useEffect, useRef } from "react";

import { wordsOf } from "../shell/connection";
import { useDrafting } from "./useDrafting";

interface Wanted {
  title: string;
  code: string;
}

const FORM = "new-definition";

/** A service that the catalogue does not have yet: its name, and the code under which it stands for good. */
export function NewDefinition({ taken, onClose }: { taken: string[]; onClose: () => void }) {
  const begin = useDrafting();
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    first.current?.querySelector("input")?.focus();
  }, []);
  return (
    <Modal
      open
      title="新建服务"
      okText="开始编写"
      cancelText="取消"
      confirmLoading={begin.isPending}
      onCancel={onClose}
      okButtonProps={{ htmlType: "submit", form: FORM }}
    >
      <div ref={first}>
        <Form<Wanted>
          id={FORM}
          layout="vertical"
          requiredMark={false}
          onFinish={({ title, code }) => begin.mutate({ code: code.trim(), basedOn: null, title: title.trim() })}
        >
          {begin.error && <Alert type="error" title={wordsOf(begin.error)} />}
          <Form.Item name="title" label="名称" rules={[{ required: true, whitespace: true, message: "请写名称" }]}>
            <Input placeholder="例如：楼道灯报修登记" maxLength={60} />
          </Form.Item>
          <Form.Item
            name="code"
            label="代码"
            extra="分组.名称，用小写英文和连字符，发布后不能改。例如 local.stair-lamp"
            rules={[
              { required: true, message: "请写代码" },
              { pattern: /^[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*$/, message: "写法应像 local.stair-lamp" },
              {
                validator: (_, value: string) =>
                  taken.includes(value) ? Promise.reject(new Error("这个代码已有服务，请到列表里以它的版本起草。")) : Promise.resolve(),
              },
            ]}
          >
            <Input className="mono" placeholder="local.stair-lamp" maxLength={60} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}
