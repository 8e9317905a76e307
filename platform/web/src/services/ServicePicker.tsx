import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, type InputRef } from "antd";
import { useDeferredValue, useRef, useState, type KeyboardEvent } from "react";
import { Link } from "react-router";

import { calls } from "../client/calls";
import type { Service } from "../client/types";
import { wordsOf } from "../shell/connection";
import { useWindowKeys } from "../shell/useWindowKeys";
import { findServices, grouped } from "./find";
import { KindTag } from "./KindTag";
import { Marked } from "./Marked";
import { recentServices } from "./recent";
import { useOpenCase } from "./useOpenCase";
import "./services.css";

/** Services under headings, in the order in which the arrow keys go through them. */
function sections(all: Service[], wanted: string): [string, Service[]][] {
  if (wanted.trim()) {
    const found = findServices(all, wanted, recentServices());
    return found.length > 0 ? [[`找到 ${found.length} 项`, found]] : [];
  }
  const recent = recentServices().flatMap((code) => all.filter((service) => service.code === code));
  const rest = grouped(all.filter((service) => !recent.includes(service)));
  return recent.length > 0 ? [["最近办过", recent], ...rest] : rest;
}

/** Choose what is to be done: a few letters and Enter, or the arrow keys. */
export function ServicePicker() {
  const services = useQuery({ queryKey: ["services"], queryFn: calls.services, staleTime: 600_000 });
  const [wanted, setWanted] = useState("");
  const search = useRef<InputRef>(null);
  const list = useRef<HTMLDivElement>(null);
  const open = useOpenCase();
  // Drawing a hundred rows must never hold up the typing.
  const shown = useDeferredValue(wanted);
  const listed = sections(services.data ?? [], shown);
  const first = listed[0]?.[1][0];

  useWindowKeys((event) => {
    if (!event.altKey || event.key.toLowerCase() !== "n") return;
    search.current?.focus();
    event.preventDefault();
  });

  /** Enter may come before the list of services has: then it waits for it. */
  const begin = async () => {
    const all = services.data ?? (await services.refetch()).data ?? [];
    const chosen = findServices(all, wanted, recentServices())[0];
    if (chosen && !open.isPending) open.mutate({ code: chosen.code });
  };

  const move = (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || event.nativeEvent.isComposing) return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(".service-row") ?? [])];
    const target = event.target as HTMLElement;
    const here = rows.findIndex((row) => row.contains(target));
    const begins = (row: HTMLElement | undefined) => row?.querySelector<HTMLElement>("button")?.focus();
    if (key === "ArrowDown") {
      // The first row answers to Enter already while one types.
      begins(rows[here >= 0 ? here + 1 : wanted.trim() && rows.length > 1 ? 1 : 0]);
    } else if (key === "ArrowUp" && here > 0) begins(rows[here - 1]);
    else if (key === "ArrowUp" && here === 0) search.current?.focus();
    else if (key === "ArrowRight" && here >= 0) rows[here]?.querySelector("a")?.focus();
    else if (key === "ArrowLeft" && here >= 0) begins(rows[here]);
    else if (key === "Escape" && (here >= 0 || wanted)) {
      setWanted("");
      search.current?.focus();
    } else if (here >= 0 && key.length === 1 && key !== " " && key !== "?" && key !== "/") {
      // Typing on goes on searching.
      setWanted(wanted + key);
      search.current?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <section className="panel desk-new" aria-labelledby="desk-new" onKeyDown={move}>
      <div className="picker-head">
        <div className="panel-head">
          <h2 id="desk-new">新办一件</h2>
          <Link to="/services">办事目录</Link>
        </div>
        <Input
          ref={search}
          size="large"
          autoFocus
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          placeholder="名称或拼音首字母，如 db"
          aria-label="要办的事项"
          aria-describedby="picker-keys"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onPressEnter={(event) => {
            if (wanted.trim() && !event.nativeEvent.isComposing) void begin();
          }}
        />
        <p id="picker-keys" className="picker-keys quiet">
          <kbd>↑</kbd> <kbd>↓</kbd> 选择，<kbd>Enter</kbd> 开始，<kbd>→</kbd> 看要带什么
        </p>
      </div>
      {services.isError && (
        <Alert
          type="error"
          title="事项目录没能打开"
          description={wordsOf(services.error)}
          action={<Button onClick={() => void services.refetch()}>重试</Button>}
        />
      )}
      <div className="picker-list" ref={list}>
        {listed.map(([heading, members]) => (
          <div key={heading} role="group" aria-label={heading}>
            <h3>{heading}</h3>
            <ul>
              {members.map((service) => (
                <Row
                  key={service.code}
                  service={service}
                  wanted={shown}
                  first={service === first}
                  busy={open.isPending}
                  onBegin={() => open.mutate({ code: service.code })}
                />
              ))}
            </ul>
          </div>
        ))}
        {services.isSuccess && listed.length === 0 && (
          <p className="empty">
            没有找到“{shown.trim()}”。
            <br />
            换个说法，或只输入拼音首字母，例如“db”是低保；也可以到<Link to="/services">办事目录</Link>里按分组找。
          </p>
        )}
      </div>
    </section>
  );
}

interface RowProps {
  service: Service;
  wanted: string;
  first: boolean;
  busy: boolean;
  onBegin: () => void;
}

/** One stop for the Tab key is enough for the whole list; the arrows do the rest. */
function Row({ service, wanted, first, busy, onBegin }: RowProps) {
  const typed = wanted.trim() !== "";
  return (
    <li className={first && typed ? "service-row first" : "service-row"}>
      <button type="button" className="service" tabIndex={first ? 0 : -1} disabled={busy} onClick={onBegin}>
        <span>
          <Marked text={service.title} wanted={wanted} />
        </span>
        <KindTag kind={service.kind} />
        {first && typed && <kbd>Enter</kbd>}
      </button>
      <Link to={`/services/${service.code}`} tabIndex={first ? 0 : -1} aria-label={`${service.title}：要带什么`}>
        要带什么
      </Link>
    </li>
  );
}
