import { SearchOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, Checkbox, Input, Segmented, Select } from "antd";
import { useDeferredValue, useEffect, useState } from "react";
import { Link } from "react-router";

import { definitionCalls } from "../client/definitions";
import { DraftRows } from "../editor/DraftRows";
import { ImportBundle } from "../editor/ImportBundle";
import { shownDefinitions, type Filters } from "../editor/listing";
import { NewDefinition } from "../editor/NewDefinition";
import { TrustedOffices } from "../editor/TrustedOffices";
import type { Definition } from "../editor/types";
import { useDrafting } from "../editor/useDrafting";
import { draftState, ORIGINS, periodText, STATES } from "../editor/words";
import { KINDS } from "../services/find";
import { KindTag } from "../services/KindTag";
import { Marked } from "../services/Marked";
import { wordsOf } from "../shell/connection";
import { useMe } from "../shell/session";
import { Trouble } from "../shell/Trouble";
import { useSearchedList } from "../shell/useSearchedList";
import { Wait } from "../shell/Wait";
import "../services/services.css";
import "../editor/editor.css";

type Dialog = "new" | "import" | "offices" | null;

/** 服务定义: every definition in its newest version, the open drafts, and what may be done with them. */
export default function Definitions() {
  const me = useMe();
  const { message } = App.useApp();
  const all = useQuery({ queryKey: ["definitions"], queryFn: definitionCalls.definitions });
  const drafts = useQuery({ queryKey: ["drafts"], queryFn: definitionCalls.drafts });
  const { search, list, move, say, said, keep } = useSearchedList("a.definition-title, .draft-rows a");
  const [dialog, setDialog] = useState<Dialog>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const begin = useDrafting();
  const q = useDeferredValue(said("q"));
  const mayEdit = me.permissions.includes("catalogue.edit");
  const mayPublish = me.permissions.includes("catalogue.publish");

  useEffect(() => {
    document.title = "服务定义 · 卷宗";
  }, []);

  const bundle = useMutation({
    mutationFn: (codes: string[]) => definitionCalls.exportBundle(codes),
    onSuccess: ({ name, content }, codes) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(content);
      link.download = name;
      link.click();
      URL.revokeObjectURL(link.href);
      setChosen(new Set());
      void message.success(`已导出 ${codes.length} 项，文件带有本单位的签名`);
    },
    onError: (error) => void message.error(wordsOf(error)),
  });

  if (all.isError) return <Trouble title="服务定义没能打开" error={all.error} onRetry={() => void all.refetch()} />;
  if (all.isPending) return <Wait label="正在打开服务定义" />;

  const filters: Filters = {
    q,
    kind: said("kind"),
    state: said("state"),
    origin: said("origin"),
    withDraft: said("draft") === "1",
    unconfirmed: said("unconfirmed") === "1",
  };
  const group = said("group");
  const found = shownDefinitions(all.data, filters);
  const shown = found.filter((one) => group === "" || one.group_title === group);
  const groups = [...new Set(all.data.map((one) => one.group_title))];
  const narrowed = Object.values(filters).some((one) => one !== "" && one !== false) || group !== "";
  const toggle = (code: string, on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      if (on) after.add(code);
      else after.delete(code);
      return after;
    });

  return (
    <div className="catalogue">
      <section className="panel catalogue-find" aria-label="查找">
        <h1>服务定义</h1>
        <Input
          ref={search}
          autoFocus
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          placeholder="名称、代码或拼音首字母（/）"
          aria-label="查找服务定义"
          value={said("q")}
          onChange={(event) => say("q", event.target.value)}
          onKeyDown={move}
        />
        <Segmented
          aria-label="种类"
          value={filters.kind}
          options={[{ value: "", label: "全部" }, ...Object.entries(KINDS).map(([value, label]) => ({ value, label }))]}
          onChange={(value) => say("kind", value)}
        />
        <div className="definition-filters">
          <Select
            aria-label="施行状态"
            value={filters.state}
            onChange={(value) => say("state", value)}
            options={[
              { value: "", label: "所有状态" },
              ...Object.entries(STATES).map(([value, [label]]) => ({ value, label })),
            ]}
          />
          <Select
            aria-label="来源"
            value={filters.origin}
            onChange={(value) => say("origin", value)}
            options={[{ value: "", label: "所有来源" }, ...Object.entries(ORIGINS).map(([value, label]) => ({ value, label }))]}
          />
          <Checkbox checked={filters.withDraft} onChange={(event) => say("draft", event.target.checked ? "1" : "")}>
            有草稿
          </Checkbox>
          <Checkbox checked={filters.unconfirmed} onChange={(event) => say("unconfirmed", event.target.checked ? "1" : "")}>
            有待确认
          </Checkbox>
        </div>
        <ul className="catalogue-groups" aria-label="分组">
          <li>
            <button type="button" aria-pressed={group === ""} onClick={() => say("group", "")}>
              <span>所有分组</span>
              <small>{found.length}</small>
            </button>
          </li>
          {groups.map((name) => (
            <li key={name}>
              <button type="button" aria-pressed={group === name} onClick={() => say("group", name)}>
                <span>{name}</span>
                <small>{found.filter((one) => one.group_title === name).length}</small>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel catalogue-list definitions" aria-label="定义" ref={list} onKeyDown={move}>
        <div className="definition-tools" role="toolbar" aria-label="操作">
          {mayEdit && (
            <Button type="primary" onClick={() => setDialog("new")}>
              新建
            </Button>
          )}
          {mayEdit && <Button onClick={() => setDialog("import")}>导入…</Button>}
          <Button
            disabled={chosen.size === 0}
            loading={bundle.isPending}
            onClick={() => bundle.mutate([...chosen])}
            title="先在左边勾选要导出的服务"
          >
            导出所选{chosen.size > 0 && ` ${chosen.size} 项`}
          </Button>
          <Button onClick={() => setDialog("offices")}>受信任的单位</Button>
          <span className="grow" />
          <Checkbox
            indeterminate={chosen.size > 0 && !shown.every((one) => chosen.has(one.code))}
            checked={shown.length > 0 && shown.every((one) => chosen.has(one.code))}
            onChange={(event) => setChosen(new Set(event.target.checked ? shown.map((one) => one.code) : []))}
          >
            全选
          </Checkbox>
        </div>
        {!narrowed && drafts.data && <DraftRows drafts={drafts.data} />}
        {shown.length === 0 ? (
          <div className="empty">
            <h2>没有找到{q.trim() && `“${q.trim()}”`}</h2>
            <p>换个说法，或只输入拼音首字母；也可以新建一项。</p>
            {narrowed && (
              <button type="button" className="linklike" onClick={() => keep([])}>
                清除所有筛选
              </button>
            )}
          </div>
        ) : (
          <section aria-label="全部定义">
            <h2>
              {narrowed ? `找到 ${shown.length} 项` : "全部"} {!narrowed && <small className="quiet">{shown.length} 项</small>}
            </h2>
            <ul className="definition-rows">
              {shown.map((one) => (
                <Row
                  key={one.code}
                  definition={one}
                  wanted={q}
                  chosen={chosen.has(one.code)}
                  onChoose={(on) => toggle(one.code, on)}
                  onDraft={
                    mayEdit && !begin.isPending ? () => begin.mutate({ code: one.code, basedOn: one.version }) : undefined
                  }
                />
              ))}
            </ul>
          </section>
        )}
      </section>
      {dialog === "new" && <NewDefinition taken={all.data.map((one) => one.code)} onClose={() => setDialog(null)} />}
      {dialog === "import" && <ImportBundle onClose={() => setDialog(null)} />}
      {dialog === "offices" && <TrustedOffices mayTrust={mayPublish} onClose={() => setDialog(null)} />}
    </div>
  );
}

interface RowProps {
  definition: Definition;
  wanted: string;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onDraft: (() => void) | undefined;
}

function Row({ definition: one, wanted, chosen, onChoose, onDraft }: RowProps) {
  const [state, tone] = STATES[one.state];
  const draft = one.draft_state === null ? null : draftState(one.draft_state);
  const period = periodText(one.valid_from, one.valid_to);
  return (
    <li>
      <Checkbox
        checked={chosen}
        onChange={(event) => onChoose(event.target.checked)}
        aria-label={`选中${one.title}`}
      />
      <div>
        <Link className="definition-title" to={`/definitions/${one.code}`}>
          <Marked text={one.title} wanted={wanted} />
        </Link>
        <KindTag kind={one.kind} />
        {one.state !== "in_force" && <span className={`tag ${tone}`}>{state}</span>}
        {one.unconfirmed > 0 && <small className="quiet">{one.unconfirmed} 条待确认</small>}
        <small className="definition-facts quiet">
          <span className="mono">{one.code}</span> · 第 {one.version} 版 · {ORIGINS[one.origin]}
          {period && ` · ${period}施行`}
        </small>
      </div>
      {draft && one.draft_id ? (
        <Link className="row-act" to={`/definitions/drafts/${one.draft_id}`}>
          <span className={`tag ${draft[1]}`}>{draft[0]}</span> 打开
        </Link>
      ) : (
        onDraft && (
          <Button size="small" onClick={onDraft} aria-label={`以第 ${one.version} 版起草：${one.title}`}>
            起草
          </Button>
        )
      )}
    </li>
  );
}
