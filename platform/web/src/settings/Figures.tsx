import { App, Button, Empty, Popconfirm, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Figure, SettingUnits } from "../client/types";
import { wordsOf } from "../shell/connection";
import { dayText } from "../shell/format";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";
import { History } from "./Entry";
import { SettingDialog, type Target } from "./SettingDialog";
import { Tools, Unfold } from "./Tools";
import { useFigures, usePropose } from "./useSettings";

const STATES: Record<Figure["state"], [string, string]> = {
  unset: ["需要本单位确定", "red"],
  unconfirmed: ["待确认", "amber"],
  set: ["已确定", "green"],
};
type Filter = "all" | Figure["state"];

const target = (figure: Figure): Target => ({
  service: "",
  pointer: figure.pointer,
  title: figure.title,
  original: figure.original_text,
  note: figure.note,
  kind: "figure",
  value: figure.value,
  originalValue: figure.original,
  unit: figure.unit,
});

function Detail({ figure }: { figure: Figure }) {
  return (
    <div className="setting-detail">
      <section>
        <h2>用在</h2>
        {figure.services.length === 0 ? (
          <p className="quiet">现行的事项都没有用到。</p>
        ) : (
          <ul className="plain">
            {figure.services.map((one) => (
              <li key={one.code}>
                <Link to={`/services/${one.code}`}>{one.title}</Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>经过</h2>
        <History entries={figure.entries} />
      </section>
    </div>
  );
}

/** 标准与参数: every figure with what holds today; what is unset comes first. */
export function Figures({ unit, here }: { unit: string; here: SettingUnits }) {
  const figures = useFigures(unit);
  const propose = usePropose(unit);
  const { message } = App.useApp();
  const [filter, setFilter] = useState<Filter>("all");
  const [q, setQ] = useState("");
  const [asked, setAsked] = useState<Target | null>(null);
  const unitName = here.units.find((one) => one.id === unit)?.name ?? "";

  if (figures.isError)
    return <Trouble title="标准没能打开" error={figures.error} onRetry={() => void figures.refetch()} />;
  if (figures.isPending) return <Wait label="正在打开标准与参数" />;
  const count = (state: Figure["state"]) => figures.data.filter((one) => one.state === state).length;
  const shown = figures.data.filter(
    (one) =>
      (filter === "all" || one.state === filter) &&
      (q.trim() === "" ||
        `${one.title}${one.services.map((service) => service.title).join("")}`.includes(q.trim())),
  );
  const tell = (choice: "confirm" | "revert", figure: Figure) =>
    propose.mutate(
      [{ service: "", pointer: figure.pointer, choice, value: null, basis: "", valid_from: here.today }],
      { onError: (error) => void message.error(wordsOf(error)) },
    );

  return (
    <>
      <Tools<Filter>
        label="查找标准"
        placeholder="标准或事项的名称"
        q={q}
        onSearch={setQ}
        filter={filter}
        onFilter={setFilter}
        options={[
          { value: "all", label: `全部 ${figures.data.length}` },
          { value: "unset", label: `需要本单位确定 ${count("unset")}` },
          { value: "unconfirmed", label: `待确认 ${count("unconfirmed")}` },
          { value: "set", label: `已确定 ${count("set")}` },
        ]}
      />
      <Table<Figure>
        size="small"
        className="setting-table"
        rowKey="code"
        dataSource={shown}
        pagination={shown.length > 20 && { pageSize: 20, showSizeChanger: false }}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="这里没有符合的标准。换个说法，或把状态改成“全部”。" />
          ),
        }}
        expandable={{
          columnTitle: <span className="sr">详情</span>,
          expandedRowRender: (figure) => <Detail figure={figure} />,
          expandIcon: ({ expanded, onExpand, record }) => (
            <Unfold
              label={`${record.title}：用在哪里、改过几次`}
              open={expanded}
              onPress={(event) => onExpand(record, event)}
            />
          ),
        }}
        columns={[
          {
            title: "标准",
            render: (_, figure) => (
              <span className="setting-what">
                {figure.title}
                {figure.note && <small className="quiet">{figure.note}</small>}
              </span>
            ),
          },
          {
            title: "今天用的",
            width: 170,
            render: (_, figure) => {
              const [word, tone] = STATES[figure.state];
              return (
                <span className="setting-what">
                  {figure.text && <b className="amount">{figure.text}</b>}
                  {figure.state !== "set" && <span className={`tag tag-${tone}`}>{word}</span>}
                </span>
              );
            },
          },
          {
            title: "依据",
            width: 260,
            render: (_, figure) => (
              <span className="setting-what">
                {figure.legal_source || <span className="quiet">没有写</span>}
                {figure.holds && (
                  <small className="quiet">
                    {figure.holds.unit}，自{dayText(figure.holds.valid_from)}起
                  </small>
                )}
              </span>
            ),
          },
          {
            title: "用在",
            width: 76,
            render: (_, figure) => (figure.services.length > 0 ? `${figure.services.length} 项` : "无"),
          },
          {
            title: "办理",
            width: 214,
            render: (_, figure) => {
              const waiting = figure.entries.some((one) => one.state === "pending");
              if (waiting) return <span className="tag tag-amber">有一条待复核</span>;
              return (
                <span className="setting-decide">
                  <Button size="small" aria-label={`设定：${figure.title}`} onClick={() => setAsked(target(figure))}>
                    设定
                  </Button>
                  {figure.state === "unconfirmed" && (
                    <Button
                      size="small"
                      aria-label={`按原文确认：${figure.title}`}
                      onClick={() => tell("confirm", figure)}
                    >
                      按原文确认
                    </Button>
                  )}
                  {figure.own && (
                    <Popconfirm
          classNames={{ root: "setting-sure" }}
                      title="不再用本单位的设置？"
                      description="经另一人复核后，改用上级单位的设置或目录原文。"
                      okText="填报恢复"
                      cancelText="取消"
                      onConfirm={() => tell("revert", figure)}
                    >
                      <Button size="small" aria-label={`恢复：${figure.title}`}>
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
          unitName={unitName}
          today={here.today}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
