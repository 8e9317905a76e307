import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Modal, Popconfirm } from "antd";

import { definitionCalls } from "../client/definitions";
import { wordsOf } from "../shell/connection";
import { momentText } from "../shell/format";
import { Wait } from "../shell/Wait";

interface Fresh {
  name: string;
  public_key: string;
}

/** Whose bundles are taken here, and the key by which others know this office. */
export function TrustedOffices({ mayTrust, onClose }: { mayTrust: boolean; onClose: () => void }) {
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fresh>();
  const offices = useQuery({ queryKey: ["trusted-offices"], queryFn: definitionCalls.trusted });
  const own = useQuery({ queryKey: ["own-key"], queryFn: definitionCalls.ownKey, staleTime: Infinity });
  const refresh = () => void queries.invalidateQueries({ queryKey: ["trusted-offices"] });
  const trust = useMutation({
    mutationFn: ({ name, public_key: key }: Fresh) => definitionCalls.trust(name.trim(), key.trim()),
    onSuccess: () => {
      form.resetFields();
      refresh();
    },
  });
  const drop = useMutation({
    mutationFn: definitionCalls.distrust,
    onSuccess: refresh,
    onError: (error) => void message.error(wordsOf(error)),
  });
  return (
    <Modal open width={720} className="offices-dialog" title="受信任的单位" footer={null} onCancel={onClose}>
      <section aria-label="本单位的公钥" className="own-key">
        <h3>本单位的公钥</h3>
        {own.data ? (
          <>
            <p className="quiet">把公钥发给对方，再用电话或当面核对指纹，对方就能导入这里导出的定义包。</p>
            <pre className="mono">{own.data.public_key}</pre>
            <p>
              指纹 <b className="mono">{own.data.fingerprint}</b>
            </p>
            <Button
              size="small"
              onClick={() =>
                void navigator.clipboard.writeText(own.data.public_key).then(
                  () => message.success("已复制"),
                  () => message.error("没能复制，请选中后按 Ctrl+C"),
                )
              }
            >
              复制公钥
            </Button>
          </>
        ) : own.isError ? (
          <p className="field-error">{wordsOf(own.error)}</p>
        ) : (
          <Wait />
        )}
      </section>
      <section aria-label="已信任的单位">
        <h3>已信任的单位</h3>
        {!mayTrust && <p className="quiet">登记和移除由有发布权限的人办。</p>}
        {offices.isError && <p className="field-error">{wordsOf(offices.error)}</p>}
        {offices.data?.length === 0 && <p className="quiet">还没有。登记对方的公钥后，才能导入对方的定义包。</p>}
        <ul className="offices">
          {offices.data?.map((one) => (
            <li key={one.id}>
              <b>{one.name}</b>
              <small className="quiet">
                <span className="mono">{one.fingerprint}</span> · {one.added_by} {momentText(one.added_at)} 登记
              </small>
              {mayTrust && (
                <Popconfirm
                  title={`不再信任“${one.name}”？`}
                  description="以后不能再导入它的定义包；已导入的不受影响。"
                  okText="不再信任"
                  cancelText="留着"
                  onConfirm={() => drop.mutate(one.id)}
                >
                  <Button size="small">移除</Button>
                </Popconfirm>
              )}
            </li>
          ))}
        </ul>
      </section>
      {mayTrust && (
        <section aria-label="登记单位">
          <h3>登记单位</h3>
          {trust.error && <Alert type="error" showIcon title="没有登记上" description={wordsOf(trust.error)} />}
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(fresh) => trust.mutate(fresh)}>
            <Form.Item name="name" label="单位名称" rules={[{ required: true, whitespace: true, message: "请写单位名称" }]}>
              <Input maxLength={80} />
            </Form.Item>
            <Form.Item
              name="public_key"
              label="公钥"
              extra="一行，以 ssh-ed25519 开头。登记前请用电话或当面与对方核对指纹。"
              rules={[{ required: true, whitespace: true, message: "请粘贴对方的公钥" }]}
            >
              <Input.TextArea rows={3} maxLength={2000} className="mono" />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={trust.isPending}>
              登记为可信
            </Button>
          </Form>
        </section>
      )}
    </Modal>
  );
}
