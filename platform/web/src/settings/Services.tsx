import { Empty, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { ServiceSettings } from "../client/types";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";
import { Tools } from "./Tools";
import { useServiceSettings } from "./useSettings";

type Filter = "all" | "open" | "own";

/** 服务文字与地点: the services, those with the most to confirm are easily found. */
export function Services({ unit, link }: { unit: string; link: (code: string) => string }) {
  const services = useServiceSettings(unit);
  const [filter, setFilter] = useState<Filter>("all");
  const [q, setQ] = useState("");
  if (services.isError)
    return <Trouble title="事项没能打开" error={services.error} onRetry={() => void services.refetch()} />;
  if (services.isPending) return <Wait label="正在打开事项" />;
  const open = services.data.filter((one) => one.unconfirmed > 0);
  const own = services.data.filter((one) => one.set_here > 0 || one.waiting > 0);
  const shown = { all: services.data, open, own }[filter].filter((one) =>
    `${one.title}${one.group}`.includes(q.trim()),
  );
  return (
    <>
      <Tools<Filter>
        label="查找事项"
        placeholder="事项或分组的名称"
        q={q}
        onSearch={setQ}
        filter={filter}
        onFilter={setFilter}
        options={[
          { value: "all", label: `全部 ${services.data.length}` },
          { value: "open", label: `有待确认 ${open.length}` },
          { value: "own", label: `本单位设过 ${own.length}` },
        ]}
      />
      <Table<ServiceSettings>
        size="small"
        className="setting-table"
        rowKey="code"
        dataSource={shown}
        pagination={shown.length > 20 && { pageSize: 20, showSizeChanger: false }}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="这里没有符合的事项。换个说法，或把状态改成“全部”。" />
          ),
        }}
        columns={[
          { title: "事项", render: (_, one) => <Link to={link(one.code)}>{one.title}</Link> },
          { title: "分组", dataIndex: "group", width: 180 },
          {
            title: "待确认",
            width: 110,
            sorter: (a, b) => a.unconfirmed - b.unconfirmed,
            render: (_, one) =>
              one.unconfirmed > 0 ? (
                <span className="tag tag-amber">{one.unconfirmed} 条</span>
              ) : (
                <span className="quiet">没有</span>
              ),
          },
          {
            title: "设过或确认过",
            width: 130,
            render: (_, one) => (one.set_here > 0 ? `${one.set_here} 条` : <span className="quiet">没有</span>),
          },
          {
            title: "待复核",
            width: 110,
            render: (_, one) =>
              one.waiting > 0 ? (
                <span className="tag tag-blue">{one.waiting} 条</span>
              ) : (
                <span className="quiet">没有</span>
              ),
          },
        ]}
      />
    </>
  );
}
