import { ArrowLeftOutlined } from "@ant-design/icons";
import { App, Button, Empty, Popconfirm, Segmented, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Json, ServiceFacts as Facts, Settable, SettingUnits } from "../client/types";
import { wordsOf } from "../shell/connection";
import { dayText } from "../shell/format";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";
import { History } from "./Entry";
import { SettingDialog, type Target } from "./SettingDialog";
import { Unfold } from "./Tools";
import { useServiceFacts, usePropose } from "./useSettings";

type Filter = "open" | "words" | "own" | "all";

const pending = (one: Settable) => one.entries.some((entry) => entry.state === "pending");
const confirmable = (one: Settable) => one.confirmable && !pending(one);

const FILTERS: Record<Filter, (one: Settable) => boolean> = {
  open: (one) => one.to_confirm || (one.kind === "days" && one.text === ""),
  words: (one) => one.kind !== "as_it_is",
  own: (one) => one.holds !== null || pending(one),
  all: () => true,
};

function Now({ one }: { one: Settable }) {
  if (one.kind === "as_it_is") {
    return one.to_confirm ? <span className="tag tag-amber">待确认</span> : <span className="tag tag-green">已确认</span>;
  }
  return (
    <span className="setting-what">
      {one.text === one.original_text ? <span className="quiet">同原文</span> : one.text}
      {one.to_confirm && <span className="tag tag-amber">待确认</span>}
      {one.stale && <span className="tag tag-red">目录已改，本单位的设置不再适用</span>}
      {one.holds && !one.stale && (
        <small className="quiet">
          {one.holds.unit}
          {one.holds.choice === "confirm" ? "已确认" : "设定"}，自{dayText(one.holds.valid_from)}起
        </small>
      )}
    </span>
  );
}

function List({ facts, unit, here }: { facts: Facts; unit: string; here: SettingUnits }) {
  const propose = usePropose(unit);
  const { message } = App.useApp();
  const [filter, setFilter] = useState<Filter>(facts.unconfirmed > 0 ? "open" : "words");
  const [chosen, setChosen] = useState<string[]>([]);
  const [asked, setAsked] = useState<Target | null>(null);
  const shown = facts.settables.filter(FILTERS[filter]);
  const count = (name: Filter) => facts.settables.filter(FILTERS[name]).length;
  const picked = facts.settables.filter((one) => chosen.includes(one.pointer) && confirmable(one));

  const tell = (choice: "confirm" | "revert", ones: Settable[]) =>
    propose.mutate(
      ones.map((one) => ({
        service: facts.code,
        pointer: one.pointer,
        choice,
        value: null,
        basis: "",
        valid_from: here.today,
      })),
      {
        onSuccess: () => setChosen([]),
        onError: (error) => void message.error(wordsOf(error)),
      },
    );
  const target = (one: Settable): Target => ({
    service: facts.code,
    pointer: one.pointer,
    title: one.title,
    original: one.original_text,
    note: one.note,
    kind: one.kind,
    value: one.value as Json,
    originalValue: one.original as Json,
  });

  return (
    <>
      <div className="setting-tools">
        <Segmented<Filter>
          aria-label="看哪些"
          value={filter}
          onChange={(next) => {
            setFilter(next);
            setChosen([]);
          }}
          options={[
            { value: "open", label: `待确认 ${count("open")}` },
            { value: "words", label: `可改的文字和天数 ${count("words")}` },
            { value: "own", label: `设过的 ${count("own")}` },
            { value: "all", label: `全部 ${count("all")}` },
          ]}
        />
        <span className="grow" />
        <Popconfirm
          classNames={{ root: "setting-sure" }}
          disabled={picked.length === 0}
          title={`按目录原文确认 ${picked.length} 条？`}
          description="表示本单位核对过，原文就是本地的规定。经另一人复核后去掉“待确认”。"
          okText="填报确认"
          cancelText="再看看"
          onConfirm={() => tell("confirm", picked)}
        >
          <Button type="primary" disabled={picked.length === 0} loading={propose.isPending}>
            按原文确认所选{picked.length > 0 && `（${picked.length}）`}
          </Button>
        </Popconfirm>
      </div>
      <Table<Settable>
        size="small"
        className="setting-table"
        rowKey="pointer"
        dataSource={shown}
        pagination={shown.length > 25 && { pageSize: 25, showSizeChanger: false }}
        rowSelection={{
          selectedRowKeys: chosen,
          onChange: (keys) => setChosen(keys.map(String)),
          getCheckboxProps: (one) => ({ disabled: !confirmable(one), "aria-label": `选中：${one.title}` }),
          getTitleCheckboxProps: () => ({ "aria-label": "全部选中" }),
        }}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                filter === "open" ? "没有待确认的内容了。要改文字和地点，请看“可改的文字和天数”。" : "这里没有内容。"
              }
            />
          ),
        }}
        expandable={{
          columnTitle: <span className="sr">经过</span>,
          rowExpandable: (one) => one.entries.length > 0,
          expandedRowRender: (one) => <History entries={one.entries} />,
          expandIcon: ({ expanded, expandable, onExpand, record }) =>
            expandable && (
              <Unfold label={`${record.title}：改过几次`} open={expanded} onPress={(event) => onExpand(record, event)} />
            ),
        }}
        columns={[
          {
            title: "内容",
            render: (_, one) => (
              <span className="setting-what">
                {one.title}
                {one.note && <small className="quiet">{one.note}</small>}
              </span>
            ),
          },
          {
            title: "目录原文",
            width: 260,
            render: (_, one) =>
              one.kind === "as_it_is" ? (
                <span className="quiet">见左</span>
              ) : (
                one.original_text || (
                  <span className="quiet">{one.to_confirm ? "由本单位确定" : "没有写"}</span>
                )
              ),
          },
          { title: "今天用的", width: 260, render: (_, one) => <Now one={one} /> },
          {
            title: "办理",
            width: 150,
            render: (_, one) => {
              if (pending(one)) return <span className="tag tag-blue">有一条待复核</span>;
              return (
                <span className="setting-decide">
                  {one.kind !== "as_it_is" && (
                    <Button size="small" aria-label={`改写：${one.title}`} onClick={() => setAsked(target(one))}>
                      改写
                    </Button>
                  )}
                  {one.own && (
                    <Popconfirm
          classNames={{ root: "setting-sure" }}
                      title="不再用本单位的设置？"
                      description="经另一人复核后，改用上级单位的设置或目录原文。"
                      okText="填报恢复"
                      cancelText="取消"
                      onConfirm={() => tell("revert", [one])}
                    >
                      <Button size="small" aria-label={`恢复：${one.title}`}>
                        恢复
                      </Button>
                    </Popconfirm>
                  )}
                </span>
              );
            },
          },
        ]}
      />
      {asked && (
        <SettingDialog
          target={asked}
          unit={unit}
          unitName={here.units.find((one) => one.id === unit)?.name ?? ""}
          today={here.today}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

/** Everything of one service that the unit may set or confirm. */
export function ServiceFacts({
  code,
  unit,
  here,
  back,
}: {
  code: string;
  unit: string;
  here: SettingUnits;
  back: string;
}) {
  const facts = useServiceFacts(code, unit);
  if (facts.isError)
    return <Trouble title="这一项没能打开" error={facts.error} onRetry={() => void facts.refetch()} />;
  if (facts.isPending) return <Wait label="正在打开事项" />;
  return (
    <section aria-labelledby="setting-service">
      <div className="setting-head">
        <Link to={back} className="back">
          <ArrowLeftOutlined aria-hidden /> 全部事项
        </Link>
        <h2 id="setting-service">{facts.data.title}</h2>
        {facts.data.unconfirmed > 0 && <span className="tag tag-amber">{facts.data.unconfirmed} 条待确认</span>}
        <span className="grow" />
        <Link to={`/services/${code}`}>看办事指南</Link>
      </div>
      <List key={`${code} ${unit}`} facts={facts.data} unit={unit} here={here} />
    </section>
  );
}
