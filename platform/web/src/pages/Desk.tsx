import { PlusOutlined, SearchOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Input, type InputRef } from "antd";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";

import { calls } from "../client/calls";
import type { Service } from "../client/types";
import { CaseTable } from "../shell/CaseTable";
import { wordsOf } from "../shell/connection";
import { useMe } from "../shell/session";
import { useWindowKeys } from "../shell/useWindowKeys";

const RECENT = "dossier.recent-services";
const RECENT_MAX = 5;

/** Codes of services that were chosen at this seat, the latest first: no personal data. */
function recentServices(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(stored) ? stored.filter((code) => typeof code === "string") : [];
  } catch {
    return [];
  }
}

function remember(code: string): void {
  const codes = [code, ...recentServices().filter((one) => one !== code)].slice(0, RECENT_MAX);
  localStorage.setItem(RECENT, JSON.stringify(codes));
}

function matches(service: Service, words: string): boolean {
  return words
    .trim()
    .split(/\s+/)
    .every((word) => `${service.title}${service.group}${service.code}`.includes(word));
}

export default function Desk() {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const services = useQuery({ queryKey: ["services"], queryFn: calls.services, staleTime: 600_000 });
  const [wanted, setWanted] = useState("");
  const [find, setFind] = useState("");
  const q = useDeferredValue(find.trim());
  const search = useRef<InputRef>(null);
  const findBox = useRef<InputRef>(null);
  const recent = recentServices();

  useEffect(() => {
    document.title = "受理台 · 卷宗";
  }, []);

  useWindowKeys((event) => {
    const typing = (event.target as HTMLElement).closest("input, textarea") !== null;
    if (event.altKey && event.key.toLowerCase() === "n") search.current?.focus();
    else if (event.key === "/" && !typing) findBox.current?.focus();
    else return;
    event.preventDefault();
  });

  const open = useMutation({
    mutationFn: (code: string) => calls.openCase(code),
    onSuccess: (view, code) => {
      remember(code);
      queries.setQueryData(["case", view.summary.id], view);
      void queries.invalidateQueries({ queryKey: ["cases"] });
      void navigate(`/cases/${view.summary.id}`);
    },
    onError: (error) => void message.error(wordsOf(error)),
  });

  const all = services.data ?? [];
  const found = all.filter((service) => matches(service, wanted));
  const isRecent = (service: Service) => recent.includes(service.code);
  const groups: [string, Service[]][] = [
    ["最近办过", wanted ? [] : recent.flatMap((code) => all.filter((service) => service.code === code))],
    ...[...new Set(found.map((service) => service.group))].map((group): [string, Service[]] => [
      group,
      found.filter((service) => service.group === group && (wanted !== "" || !isRecent(service))),
    ]),
  ];
  const first = groups.flatMap(([, members]) => members)[0];

  /** Enter may come before the list of services has: then it waits for it. */
  const begin = async () => {
    const chosen = first ?? (await services.refetch()).data?.find((service) => matches(service, wanted));
    if (chosen && !open.isPending) open.mutate(chosen.code);
  };

  return (
    <div className="desk">
      <section className="panel desk-new" aria-labelledby="desk-new">
        <h2 id="desk-new">新办一件</h2>
        <Input
          ref={search}
          size="large"
          autoFocus
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          placeholder="输入事项名称，回车开始"
          aria-label="要办的事项"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onPressEnter={(event) => {
            if (wanted.trim() && !event.nativeEvent.isComposing) void begin();
          }}
        />
        {services.isError && (
          <Alert type="error" title="事项目录没能打开" description={wordsOf(services.error)} />
        )}
        <div className="desk-services">
          {groups
            .filter(([, members]) => members.length > 0)
            .map(([group, members]) => (
              <div key={group} role="group" aria-label={group}>
                <h3>{group}</h3>
                <ul>
                  {members.map((service) => (
                    <li key={service.code}>
                      <button
                        type="button"
                        className={service === first && wanted.trim() ? "service first" : "service"}
                        disabled={open.isPending}
                        onClick={() => open.mutate(service.code)}
                      >
                        <PlusOutlined aria-hidden />
                        <span>
                          {service.title}
                          {service.unconfirmed > 0 && (
                            <small title="这些规定的出处还没有人确认，页面上会逐条标出">
                              {service.unconfirmed} 条规定待确认
                            </small>
                          )}
                        </span>
                        {service === first && wanted.trim() && <kbd>Enter</kbd>}
                      </button>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          {services.isSuccess && found.length === 0 && (
            <p className="quiet">没有叫“{wanted}”的事项，换个说法试试，例如“低保”。</p>
          )}
        </div>
      </section>
      <section className="panel desk-cases" aria-labelledby="desk-cases">
        <div className="panel-head">
          <h1 id="desk-cases">在办的件</h1>
          <Input
            ref={findBox}
            className="find"
            allowClear
            prefix={<SearchOutlined aria-hidden />}
            placeholder="按姓名或件号查找（/）"
            aria-label="在办件查找"
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </div>
        <CaseTable
          view="desk"
          q={q}
          empty={
            q ? (
              <>没有找到“{q}”。已办结的件请到“档案”里查。</>
            ) : (
              <>
                {me.grants[0]?.unit_name ?? "本单位"}现在没有在办的件。
                <br />
                在左边选一个事项开始；开件以后，把居民带来的材料扫描件拖进页面就行。
              </>
            )
          }
        />
      </section>
    </div>
  );
}
