import { Button, Empty, Popconfirm, Table } from "antd";
import { useState } from "react";

import type { LocalEntry } from "../client/types";
import { dayText, momentText } from "../shell/format";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";
import { Decide, wantedText } from "./Entry";
import { useConfirm, useWaiting } from "./useSettings";

/** 待复核: what somebody put down and another person has to look at. */
export function Waiting() {
  const waiting = useWaiting();
  const confirm = useConfirm();
  const [chosen, setChosen] = useState<string[]>([]);
  if (waiting.isError)
    return <Trouble title="待复核的设置没能打开" error={waiting.error} onRetry={() => void waiting.refetch()} />;
  if (waiting.isPending) return <Wait label="正在打开待复核的设置" />;
  const picked = waiting.data.filter((one) => chosen.includes(one.id) && !one.mine);
  return (
    <>
      <div className="setting-tools">
        <span className="quiet">填报的人不能复核自己的。只有一位审批员的单位，请系统管理员再给一位同事这个岗位。</span>
        <span className="grow" />
        <Popconfirm
          classNames={{ root: "setting-sure" }}
          disabled={picked.length === 0}
          title={`复核通过 ${picked.length} 条？`}
          description="请确认每一条都对照过依据。"
          okText="复核通过"
          cancelText="再看看"
          onConfirm={() => confirm.mutate(picked.map((one) => one.id), { onSuccess: () => setChosen([]) })}
        >
          <Button type="primary" disabled={picked.length === 0} loading={confirm.isPending}>
            复核所选{picked.length > 0 && `（${picked.length}）`}
          </Button>
        </Popconfirm>
      </div>
      <Table<LocalEntry>
        size="small"
        className="setting-table"
        rowKey="id"
        dataSource={waiting.data}
        pagination={waiting.data.length > 25 && { pageSize: 25, showSizeChanger: false }}
        rowSelection={{
          selectedRowKeys: chosen,
          onChange: (keys) => setChosen(keys.map(String)),
          getCheckboxProps: (one) => ({ disabled: one.mine, "aria-label": `选中：${one.title}` }),
          getTitleCheckboxProps: () => ({ "aria-label": "全部选中" }),
        }}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description="没有等待复核的设置。在“标准与参数”或“服务文字与地点”里填报以后，会出现在这里。"
            />
          ),
        }}
        columns={[
          {
            title: "内容",
            render: (_, one) => (
              <span className="setting-what">
                {one.title}
                <small className="quiet">
                  {[one.service_title, one.unit].filter((part) => part).join(" · ")}
                </small>
              </span>
            ),
          },
          {
            title: "目录原文",
            width: 200,
            render: (_, one) => one.original || <span className="quiet">没有写</span>,
          },
          {
            title: "改为",
            width: 220,
            render: (_, one) => (
              <span className="setting-what">
                <b>{wantedText(one)}</b>
                <small className="quiet">自{dayText(one.valid_from)}起</small>
              </span>
            ),
          },
          { title: "依据", dataIndex: "basis", width: 190 },
          {
            title: "填报",
            width: 150,
            render: (_, one) => (
              <span className="setting-what">
                {one.set_by}
                <small className="quiet">{momentText(one.set_at)}</small>
              </span>
            ),
          },
          { title: "办理", width: 170, render: (_, one) => <Decide entry={one} /> },
        ]}
      />
    </>
  );
}
