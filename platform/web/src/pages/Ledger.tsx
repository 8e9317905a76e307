import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Empty, Table } from "antd";
import { useEffect } from "react";
import { Link } from "react-router";

import { calls } from "../client/calls";
import type { Voucher } from "../client/types";
import { yuanText } from "../form/money";
import { CaseTable } from "../shell/CaseTable";
import { wordsOf } from "../shell/connection";
import { dayText } from "../shell/format";
import { useMe } from "../shell/session";
import { Wait } from "../shell/Wait";
import { VOUCHER_STATES } from "../case/payment";

export default function Ledger() {
  const me = useMe();
  const ledger = useQuery({ queryKey: ["ledger"], queryFn: calls.ledger });
  const pays = me.permissions.some((one) => one.startsWith("payment."));

  useEffect(() => {
    document.title = "账务 · 卷宗";
  }, []);

  if (ledger.isPending) return <Wait />;
  if (ledger.isError) {
    return (
      <div className="screen">
        <Alert
          type="error"
          showIcon
          title="账务没能打开"
          description={wordsOf(ledger.error)}
          action={<Button onClick={() => void ledger.refetch()}>重试</Button>}
        />
      </div>
    );
  }
  const { funds, vouchers } = ledger.data;
  return (
    <div className="screen">
      {pays && (
        <section className="panel" aria-labelledby="pay-title">
          <div className="panel-head">
            <h1 id="pay-title">等待付款的件</h1>
          </div>
          <CaseTable view="payment" q="" empty="没有等待付款的件。批准以后会自动出现在这里。" />
        </section>
      )}
      <section className="panel" aria-labelledby="fund-title">
        <div className="panel-head">
          {pays ? <h2 id="fund-title">资金</h2> : <h1 id="fund-title">资金</h1>}
        </div>
        <ul className="funds">
          {funds.map((fund) => (
            <li key={fund.id}>
              <span>
                {fund.title}
                <small className="mono quiet">{fund.code}</small>
              </span>
              <b className="amount">¥ {yuanText(fund.balance_fen)}</b>
            </li>
          ))}
        </ul>
        {funds.length === 0 && <p className="quiet">您能看的账套里还没有资金。</p>}
      </section>
      <section className="panel" aria-labelledby="voucher-title">
        <div className="panel-head">
          <h2 id="voucher-title">凭证</h2>
        </div>
        <Table<Voucher>
          size="small"
          rowKey="id"
          dataSource={vouchers}
          pagination={vouchers.length > 20 && { pageSize: 20, showSizeChanger: false }}
          locale={{
            emptyText: (
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有凭证。打开一件已批准的件，点“制作凭证”。" />
            ),
          }}
          columns={[
            { title: "凭证号", dataIndex: "number", width: 140, render: (text: string) => <span className="mono">{text}</span> },
            { title: "日期", dataIndex: "day", width: 130, render: (day: string) => dayText(day) },
            { title: "摘要", dataIndex: "summary" },
            { title: "资金", dataIndex: "fund", width: 200 },
            {
              title: "金额（元）",
              dataIndex: "amount_fen",
              width: 140,
              align: "right",
              render: (fen: number, row) => (
                <span className="amount" title={row.amount_capitals}>
                  {yuanText(fen)}
                </span>
              ),
            },
            {
              title: "状态",
              width: 110,
              render: (_, row) => {
                const state = VOUCHER_STATES[row.state];
                return <span className={`tag tag-${state.tone}`}>{state.title}</span>;
              },
            },
            {
              title: "依据",
              width: 200,
              render: (_, row) =>
                row.case_id ? (
                  <Link to={`/cases/${row.case_id}`}>{row.case_no ?? "看批准的件"}</Link>
                ) : (
                  <span className="quiet">无</span>
                ),
            },
          ]}
        />
      </section>
    </div>
  );
}
