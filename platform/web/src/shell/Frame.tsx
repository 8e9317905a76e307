import { DownOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { Suspense, useState } from "react";
import { Navigate, NavLink, Outlet, useLocation, useNavigate } from "react-router";

import { calls } from "../client/calls";
import { ConnectionBanner } from "./ConnectionBanner";
import { wordsOf } from "./connection";
import { PasswordDialog } from "./PasswordDialog";
import { placesFor } from "./places";
import { forgetDrafts, ME, MeContext, useSession } from "./session";
import { Shortcuts } from "./Shortcuts";
import { Wait } from "./Wait";
import { useWindowKeys } from "./useWindowKeys";

/** Everything around a screen: who is here, where one can go, and what the connection is like. */
export function Frame() {
  const session = useSession();
  const location = useLocation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [helpOpen, setHelpOpen] = useState(false);
  const [passwordOpen, setPasswordOpen] = useState(false);

  useWindowKeys((event) => {
    const target = event.target as HTMLElement;
    const typing = target.closest("input, textarea, select, [contenteditable=true]") !== null;
    if (event.key === "?" && !typing && !event.altKey && !event.ctrlKey) setHelpOpen(true);
  });

  if (session.isPending) return <Wait label="正在确认登录" />;
  if (session.isError) {
    return (
      <main id="main" className="lonely">
        <h1>连不上服务器</h1>
        <p>{wordsOf(session.error)}</p>
        <Button type="primary" onClick={() => void session.refetch()}>
          重试
        </Button>
      </main>
    );
  }
  const me = session.data;
  if (!me) {
    const next = location.pathname + location.search;
    return <Navigate to={next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`} replace />;
  }

  const leave = async () => {
    try {
      await calls.logout();
    } catch (error) {
      void message.error(wordsOf(error));
      return;
    }
    forgetDrafts();
    queries.clear();
    queries.setQueryData(ME, null);
    void navigate("/login");
  };
  const here = me.grants[0];

  return (
    <MeContext value={me}>
      <a className="skip" href="#main">
        跳到正文
      </a>
      <header className="frame-head">
        <span className="brand" aria-label="卷宗">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M7 8h7l2 2h9v14H7z" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinejoin="round" />
            <path d="M11 15.5h10M11 19.5h6" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
          </svg>
          卷宗
        </span>
        {me.demonstration && (
          <span className="demo-tag" title="这里的人物、证件和金额都是虚构的">
            演示
          </span>
        )}
        <nav aria-label="主导航">
          {placesFor(me.permissions).map((place) => (
            <NavLink key={place.to} to={place.to}>
              {place.title}
            </NavLink>
          ))}
        </nav>
        <div className="frame-who">
          <Button
            type="text"
            icon={<QuestionCircleOutlined />}
            onClick={() => setHelpOpen(true)}
            aria-label="快捷键"
            title="快捷键（?）"
          />
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [
                { key: "password", label: "修改密码", onClick: () => setPasswordOpen(true) },
                { key: "leave", label: "退出登录", onClick: () => void leave() },
              ],
            }}
          >
            <Button type="text" className="who">
              <span>
                {me.name}
                {here && (
                  <small>
                    {here.unit_name} · {here.role_title}
                  </small>
                )}
              </span>
              <DownOutlined aria-hidden />
            </Button>
          </Dropdown>
        </div>
      </header>
      <ConnectionBanner />
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<Wait />}>
          <Outlet />
        </Suspense>
      </main>
      <Shortcuts open={helpOpen} onClose={() => setHelpOpen(false)} />
      <PasswordDialog open={passwordOpen} onClose={() => setPasswordOpen(false)} />
    </MeContext>
  );
}
