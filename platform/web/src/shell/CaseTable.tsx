import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Empty, Table } from "antd";
import type { ReactNode } from "react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { calls, type CaseList } from "../client/calls";
import type { CaseSummary } from "../client/types";
import { wordsOf } from "./connection";
import { Due } from "./Due";
import { momentText } from "./format";
import { StatusTag } from "./StatusTag";

const PAGE_SIZE = 20;

/** A list of cases; each row leads to its case. */
export function CaseTable({ view, q, empty }: { view: CaseList; q: string; empty: ReactNode }) {
  // Past the decision nothing can be missing any more.
  const late = view === "payment" || view === "archive";
  const [place, setPlace] = useState({ q, page: 1 });
  const page = place.q === q ? place.page : 1;
  const navigate = useNavigate();
  const list = useQuery({
    queryKey: ["cases", view, q, page],
    queryFn: () => calls.cases(view, q, (page - 1) * PAGE_SIZE, PAGE_SIZE),
    placeholderData: (before) => before,
    refetchInterval: 30_000,
  });

  if (list.isError) {
    return (
      <Alert
        type="error"
        showIcon
        title="列表没能打开"
        description={wordsOf(list.error)}
        action={<Button onClick={() => void list.refetch()}>重试</Button>}
      />
    );
  }
  return (
    <Table<CaseSummary>
      size="small"
      rowKey="id"
      loading={list.isPending}
      dataSource={list.data?.items ?? []}
      onRow={(row) => ({ onClick: () => void navigate(`/cases/${row.id}`), className: "clickable" })}
      locale={{
        emptyText: list.isPending ? " " : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />,
      }}
      pagination={
        (list.data?.total ?? 0) > PAGE_SIZE && {
          current: page,
          pageSize: PAGE_SIZE,
          total: list.data?.total ?? 0,
          showSizeChanger: false,
          showTotal: (total) => `共 ${total} 件`,
          onChange: (next) => setPlace({ q, page: next }),
        }
      }
      columns={[
        {
          title: "申请人",
          dataIndex: "applicant",
          width: 104,
          render: (_, row) => (
            <Link to={`/cases/${row.id}`} onClick={(event) => event.stopPropagation()}>
              {row.applicant ?? "（未填）"}
            </Link>
          ),
        },
        {
          title: "事项",
          dataIndex: "service_title",
          render: (_, row) => (
            <>
              {row.service_title}
              {row.case_no && <small className="quiet mono block">{row.case_no}</small>}
            </>
          ),
        },
        {
          title: "状态",
          width: 160,
          render: (_, row) => (
            <>
              <StatusTag status={row.status} title={row.status_title} />
              {row.stage_title && <small className="quiet block">{row.stage_title}</small>}
            </>
          ),
        },
        {
          hidden: late,
          title: "缺材料",
          width: 76,
          align: "right",
          render: (_, row) =>
            row.missing > 0 ? <b className="count-amber">{row.missing}</b> : <span className="quiet">0</span>,
        },
        {
          hidden: late,
          title: "问题",
          width: 64,
          align: "right",
          render: (_, row) =>
            row.blocking > 0 ? <b className="count-red">{row.blocking}</b> : <span className="quiet">0</span>,
        },
        {
          title: "期限",
          width: 140,
          render: (_, row) => <Due on={row.due_on} provisional={row.due_provisional} overdue={row.overdue} />,
        },
        {
          title: "开始办理",
          width: 150,
          render: (_, row) => <span className="quiet">{momentText(row.opened_at)}</span>,
        },
        { title: "单位", dataIndex: "unit", width: 120, responsive: ["xxl"] },
      ]}
    />
  );
}
