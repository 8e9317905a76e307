import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Radio } from "antd";
import { useEffect, useState } from "react";
import { Navigate, useNavigate } from "react-router";

import { calls } from "../client/calls";
import { wordsOf } from "../shell/connection";

interface Fields {
  code: string;
  unit_name: string;
  unit_level: Level;
  name: string;
  login: string;
  password: string;
  again: string;
}

const LEVELS = ["市", "区县", "街道", "社区"] as const;
type Level = (typeof LEVELS)[number];

/** The first sign-in of an empty home. */
export default function Setup() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const setup = useQuery({ queryKey: ["setup"], queryFn: calls.setup });
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    document.title = "初始化 · 卷宗";
  }, []);

  if (setup.data && !setup.data.needed) return <Navigate to="/login" replace />;

  const begin = async ({ code, unit_name, unit_level, name, login, password }: Fields) => {
    setBusy(true);
    setError(null);
    try {
      await calls.setUp({ code: code.trim(), unit_name, unit_level, name, login: login.trim(), password });
      queries.setQueryData(["setup"], { needed: false, here: true });
      void navigate("/login", { replace: true });
    } catch (failure) {
      setError(wordsOf(failure));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main id="main" className="door">
      <div className="door-card">
        <h1>
          初始化<small>建立第一个单位和系统管理员账号</small>
        </h1>
        {setup.data && !setup.data.here && (
          <Alert
            type="warning"
            showIcon
            title="请在运行本系统的那台电脑上打开"
            description="为了安全，初始化只能在服务器本机的浏览器里做。"
          />
        )}
        <Form layout="vertical" onFinish={begin} requiredMark={false}>
          <Form.Item
            name="code"
            label="初始化口令"
            extra="启动服务的控制台上显示的一次性口令"
            rules={[{ required: true, message: "请输入控制台上的口令" }]}
          >
            <Input autoFocus autoComplete="one-time-code" className="mono" />
          </Form.Item>
          <Form.Item
            name="unit_name"
            label="单位名称"
            rules={[{ required: true, message: "请输入单位全称" }]}
          >
            <Input placeholder="例如：某某市" />
          </Form.Item>
          <Form.Item name="unit_level" label="单位层级" initialValue="区县">
            <Radio.Group options={LEVELS.map((level) => ({ label: level, value: level }))} />
          </Form.Item>
          <Form.Item name="name" label="您的姓名" rules={[{ required: true, message: "请输入姓名" }]}>
            <Input autoComplete="name" />
          </Form.Item>
          <Form.Item name="login" label="账号" rules={[{ required: true, message: "请输入账号" }]}>
            <Input autoComplete="username" />
          </Form.Item>
          <Form.Item
            name="password"
            label="密码"
            rules={[
              { required: true, message: "请输入密码" },
              { min: 12, message: "至少12个字符，可以是一句好记的话" },
            ]}
          >
            <Input.Password autoComplete="new-password" />
          </Form.Item>
          <Form.Item
            name="again"
            label="再输一遍密码"
            dependencies={["password"]}
            rules={[
              ({ getFieldValue }) => ({
                validator: (_, value) =>
                  value === getFieldValue("password")
                    ? Promise.resolve()
                    : Promise.reject(new Error("两次输入的密码不一样")),
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
          <Button type="primary" htmlType="submit" block loading={busy}>
            完成初始化
          </Button>
        </Form>
      </div>
    </main>
  );
}
