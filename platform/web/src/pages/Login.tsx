import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useEffect, useRef, useState } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";

import { calls } from "../client/calls";
import { wordsOf } from "../shell/connection";
import { ME, useSession } from "../shell/session";

/** A place inside the product, never another site. */
function inside(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

export default function Login() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const session = useSession();
  const setup = useQuery({ queryKey: ["setup"], queryFn: calls.setup });
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const alert = useRef<HTMLParagraphElement>(null);
  const next = inside(params.get("next"));

  useEffect(() => {
    document.title = "登录 · 卷宗";
  }, []);

  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  if (session.data) return <Navigate to={next} replace />;

  const enter = async ({ login, password }: { login: string; password: string }) => {
    setBusy(true);
    setError(null);
    try {
      await calls.login(login.trim(), password);
      queries.setQueryData(ME, await calls.me());
      void navigate(next, { replace: true });
    } catch (failure) {
      setError(wordsOf(failure));
      requestAnimationFrame(() => alert.current?.focus());
    } finally {
      setBusy(false);
    }
  };

  return (
    <main id="main" className="door">
      <div className="door-card">
        <h1>
          卷宗<small>窗口受理与档案一体化平台</small>
        </h1>
        <Form layout="vertical" onFinish={enter} requiredMark={false} size="large">
          <Form.Item name="login" label="账号" rules={[{ required: true, message: "请输入账号" }]}>
            <Input autoFocus autoComplete="username" />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: "请输入密码" }]}>
            <Input.Password autoComplete="current-password" />
          </Form.Item>
          {error && (
            <p role="alert" className="form-error" ref={alert} tabIndex={-1}>
              {error}
            </p>
          )}
          <Button type="primary" htmlType="submit" block loading={busy}>
            登录
          </Button>
        </Form>
        <p className="door-note">忘记密码请找本单位的系统管理员重设。离开座位请退出登录。</p>
      </div>
    </main>
  );
}
