import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Input, Segmented } from "antd";
import { useDeferredValue, useEffect } from "react";
import { Link } from "react-router";

import { calls } from "../client/calls";
import type { Service } from "../client/types";
import { findServices, grouped, KINDS } from "../services/find";
import { KindTag } from "../services/KindTag";
import { Marked } from "../services/Marked";
import { Trouble } from "../shell/Trouble";
import { useSearchedList } from "../shell/useSearchedList";
import { Wait } from "../shell/Wait";
import "../services/services.css";

/** 办事目录: everything that is done here, for whom, and what it asks for. */
export default function Services() {
  const services = useQuery({ queryKey: ["services"], queryFn: calls.services, staleTime: 600_000 });
  const { search, list, move, say, said, keep } = useSearchedList("a");
  const q = said("q");
  const kind = said("kind");
  const group = said("group");
  const wanted = useDeferredValue(q);

  useEffect(() => {
    document.title = "办事目录 · 卷宗";
  }, []);

  if (services.isError)
    return <Trouble title="办事目录没能打开" error={services.error} onRetry={() => void services.refetch()} />;
  if (services.isPending) return <Wait label="正在打开办事目录" />;

  const all = services.data;
  const ofKind = all.filter((service) => kind === "" || service.kind === kind);
  const found = findServices(ofKind, wanted);
  const inGroup = found.filter((service) => group === "" || service.group === group);
  const groups = grouped(all).map(([name]): [string, number] => [
    name,
    found.filter((service) => service.group === name).length,
  ]);
  const shown: [string, Service[]][] = wanted.trim() ? [[`找到 ${inGroup.length} 项`, inGroup]] : grouped(inGroup);

  return (
    <div className="catalogue">
      <section className="panel catalogue-find" aria-label="查找">
        <h1>办事目录</h1>
        <Input
          ref={search}
          autoFocus
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          placeholder="名称、对象或拼音首字母（/）"
          aria-label="查找事项"
          value={q}
          onChange={(event) => say("q", event.target.value)}
          onKeyDown={move}
        />
        <Segmented
          aria-label="种类"
          value={kind}
          options={[{ value: "", label: "全部" }, ...Object.entries(KINDS).map(([value, label]) => ({ value, label }))]}
          onChange={(value) => say("kind", value)}
        />
        <ul className="catalogue-groups" aria-label="分组">
          <li>
            <button type="button" aria-pressed={group === ""} onClick={() => say("group", "")}>
              <span>所有分组</span>
              <small>{found.length}</small>
            </button>
          </li>
          {groups.map(([name, count]) => (
            <li key={name}>
              <button type="button" aria-pressed={group === name} onClick={() => say("group", name)}>
                <span>{name}</span>
                <small>{count}</small>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel catalogue-list" aria-label="事项" ref={list} onKeyDown={move}>
        {inGroup.length === 0 ? (
          <div className="empty">
            <h2>这里没有{wanted.trim() && `“${wanted.trim()}”`}</h2>
            <p>换个说法，或只输入拼音首字母，例如“db”是低保。</p>
            {(kind || group) && (
              <button type="button" className="linklike" onClick={() => keep(["q"])}>
                到全部事项里找
              </button>
            )}
          </div>
        ) : (
          shown.map(([heading, members]) => (
            <section key={heading} aria-label={heading}>
              <h2>
                {heading} {!wanted.trim() && <small className="quiet">{members.length} 项</small>}
              </h2>
              <ul>
                {members.map((service) => (
                  <li key={service.code}>
                    <Link to={`/services/${service.code}`}>
                      <b>
                        <Marked text={service.title} wanted={wanted} />
                      </b>
                      <KindTag kind={service.kind} />
                      {service.unconfirmed > 0 && (
                        <small className="quiet" title="这些规定的出处还没有人确认，指南里逐条标出">
                          {service.unconfirmed} 条待确认
                        </small>
                      )}
                      <span className="catalogue-target">{service.target}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ))
        )}
      </section>
    </div>
  );
}
