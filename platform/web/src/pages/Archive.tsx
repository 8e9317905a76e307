import { SearchOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Alert, Button, Input, type InputRef, Select, Tabs } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";

import { calls } from "../client/calls";
import type { Hit } from "../client/types";
import { CaseTable } from "../shell/CaseTable";
import { wordsOf } from "../shell/connection";
import { highlighted } from "../shell/highlight";
import { useMe } from "../shell/session";
import { Wait } from "../shell/Wait";
import { useWindowKeys } from "../shell/useWindowKeys";

const PAGE_SIZE = 20;
const KINDS: Record<string, string> = {
  case: "办件",
  document: "材料",
  page: "材料页",
  letter: "文书",
  archive: "案卷",
  archive_item: "案卷",
};

function HitRow({ hit }: { hit: Hit }) {
  return (
    <li className="hit">
      <div className="hit-head">
        <span className="tag tag-grey">{KINDS[hit.kind] ?? hit.kind}</span>
        <Link to={hit.kind.startsWith("archive") ? `/archive/${hit.id}` : `/cases/${hit.case_id}`}>
          {hit.title}
        </Link>
        {hit.reference_code && <span className="mono quiet">{hit.reference_code}</span>}
      </div>
      <p className="hit-text">
        {highlighted(hit.snippet, hit.highlights).map(([text, marked], index) =>
          marked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
        )}
      </p>
      <p className="hit-foot quiet">
        {hit.service_title}
        {hit.case_no && <> · 件号 {hit.case_no}</>} · <Link to={`/cases/${hit.case_id}`}>看办件</Link>
      </p>
    </li>
  );
}

function Search() {
  const [params, setParams] = useSearchParams();
  const q = params.get("q") ?? "";
  const kind = params.get("kind") ?? "";
  const service = params.get("service") ?? "";
  const filed = params.get("filed") ?? "";
  const [typed, setTyped] = useState(q);
  const box = useRef<InputRef>(null);
  const hits = useInfiniteQuery({
    queryKey: ["search", q],
    enabled: q !== "",
    initialPageParam: 0,
    queryFn: ({ pageParam }) => calls.search(q, pageParam, PAGE_SIZE),
    getNextPageParam: (last, pages) => {
      const seen = pages.reduce((count, page) => count + page.items.length, 0);
      return last.items.length > 0 && seen < last.total ? seen : undefined;
    },
  });

  useEffect(() => {
    document.title = "档案 · 卷宗";
  }, []);

  useWindowKeys((event) => {
    if (event.key !== "/" || (event.target as HTMLElement).closest("input, textarea")) return;
    box.current?.focus();
    event.preventDefault();
  });

  const set = (key: string, value: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (value) after.set(key, value);
      else after.delete(key);
      return after;
    });

  const all = hits.data?.pages.flatMap((page) => page.items) ?? [];
  const total = hits.data?.pages[0]?.total ?? 0;
  const shown = all.filter(
    (hit) =>
      (!kind || hit.kind === kind) &&
      (!service || hit.service_title === service) &&
      (!filed || (filed === "yes") === (hit.reference_code !== null)),
  );
  const kinds = [...new Set(all.map((hit) => hit.kind))];
  const services = [...new Set(all.map((hit) => hit.service_title))];

  return (
    <div className="archive">
      <form
        role="search"
        className="archive-search"
        onSubmit={(event) => {
          event.preventDefault();
          set("q", typed.trim());
        }}
      >
        <Input
          ref={box}
          size="large"
          autoFocus
          allowClear
          prefix={<SearchOutlined aria-hidden />}
          placeholder="姓名、地址、件号、档号，或材料上的任何文字"
          aria-label="全文检索"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button size="large" type="primary" htmlType="submit">
          检索
        </Button>
      </form>
      {all.length > 0 && (
        <div className="filters" role="group" aria-label="筛选">
          <span aria-live="polite">
            共 {total} 条{all.length < total && `，已取 ${all.length} 条`}
            {shown.length < all.length && `，筛选后 ${shown.length} 条`}
          </span>
          <Select
            value={filed}
            onChange={(value) => set("filed", value)}
            aria-label="是否归档"
            style={{ width: 120 }}
            options={[
              { value: "", label: "全部件" },
              { value: "yes", label: "已归档" },
              { value: "no", label: "未归档" },
            ]}
          />
          {kinds.length > 1 && (
            <Select
              value={kind}
              onChange={(value) => set("kind", value)}
              aria-label="类别"
              style={{ width: 120 }}
              options={[
                { value: "", label: "全部类别" },
                ...kinds.map((value) => ({ value, label: KINDS[value] ?? value })),
              ]}
            />
          )}
          {services.length > 1 && (
            <Select
              value={service}
              onChange={(value) => set("service", value)}
              aria-label="事项"
              style={{ width: 220 }}
              options={[{ value: "", label: "全部事项" }, ...services.map((value) => ({ value, label: value }))]}
            />
          )}
        </div>
      )}
      {q === "" && (
        <div className="empty">
          <h2>查什么？</h2>
          <p>
            可以查申请表、材料扫描件上读出的文字、发出的文书和归档案卷。
            <br />
            例如：王桂兰、丁香路、残疾人证、一次性告知。几个词之间用空格隔开。
          </p>
        </div>
      )}
      {hits.isError && (
        <Alert
          type="error"
          showIcon
          title="检索没有完成"
          description={wordsOf(hits.error)}
          action={<Button onClick={() => void hits.refetch()}>重试</Button>}
        />
      )}
      {q !== "" && hits.isPending && <Wait label="正在检索" />}
      {hits.isSuccess && shown.length === 0 && (
        <div className="empty">
          <h2>没有查到</h2>
          <p>
            {all.length > 0 ? "筛选条件把结果都挡住了，放宽一些再看。" : `没有含“${q}”的内容。`}
            少写几个字，或换一个词再试；您只能查到本单位管辖范围内的件。
          </p>
        </div>
      )}
      {shown.length > 0 && (
        <ol className="hits" aria-label="检索结果">
          {shown.map((hit) => (
            <HitRow key={`${hit.kind}${hit.id}`} hit={hit} />
          ))}
        </ol>
      )}
      {hits.hasNextPage && (
        <Button loading={hits.isFetchingNextPage} onClick={() => void hits.fetchNextPage()}>
          再取 {PAGE_SIZE} 条
        </Button>
      )}
    </div>
  );
}

export default function Archive() {
  const me = useMe();
  const files = me.permissions.includes("archive.file");
  return (
    <div className="screen">
      <section className="panel" aria-labelledby="archive-title">
        <div className="panel-head">
          <h1 id="archive-title">档案</h1>
        </div>
        {files ? (
          <Tabs
            destroyOnHidden
            items={[
              { key: "search", label: "检索", children: <Search /> },
              {
                key: "due",
                label: "等待归档",
                children: <CaseTable view="archive" q="" empty="没有等待归档的件。" />,
              },
            ]}
          />
        ) : (
          <Search />
        )}
      </section>
    </div>
  );
}
