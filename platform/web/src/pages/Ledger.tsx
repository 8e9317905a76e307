import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, Empty, Input, Modal, Table } from "antd";
import dayjs from "dayjs";
import { useEffect, useState } from "react";
import { Link } from "react-router";

import { calls } from "../client/calls";
import type { Voucher } from "../client/types";
import { yuanText } from "../form/money";
import { CaseTable } from "../shell/CaseTable";
import { wordsOf } from "../shell/connection";
import { dayText } from "../shell/format";
import { useMe } from "../shell/session";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";
import { freshKey } from "../case/keys";
import { VOUCHER_STATES } from "../case/payment";

/** A cashier sees no cases: what the bank has paid out is noted here, at the voucher. */
function Release({ voucher }: { voucher: Voucher }) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [key, setKey] = useState<string | null>(null);
  const [bank, setBank] = useState("");
  const release = useMutation({
    mutationFn: (pressed: string) =>
      calls.releaseVoucher(voucher.id, { key: pressed, reason: null, bank_reference: bank.trim(), checked: [] }),
    onSuccess: () => {
      setKey(null);
      void message.success("已登记发放");
      void queries.invalidateQueries({ queryKey: ["ledger"] });
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  return (
    <>
      <Button size="small" type="primary" onClick={() => setKey(freshKey())}>
        登记发放
      </Button>
      <Modal
        open={key !== null}
        title="登记发放"
        okText="登记发放"
        cancelText="先不办"
        width={480}
        okButtonProps={{ disabled: bank.trim() === "" }}
        confirmLoading={release.isPending}
        onOk={() => {
          if (key) release.mutate(key);
        }}
        onCancel={() => setKey(null)}
      >
        <dl className="pairs">
          <div>
            <dt>收款人</dt>
            <dd>{voucher.payee ?? "未填"}</dd>
          </div>
          <div>
            <dt>开户银行</dt>
            <dd>{voucher.payee_bank ?? "未填"}</dd>
          </div>
          <div>
            <dt>账号</dt>
            <dd className="mono">{voucher.payee_account ?? "未填"}</dd>
          </div>
          <div>
            <dt>金额</dt>
            <dd>
              <b className="amount">¥ {yuanText(voucher.amount_fen)}</b>（{voucher.amount_capitals}）
            </dd>
          </div>
        </dl>
        <label className="ask">
          银行回单号<span className="required">*</span>
          <Input
            autoFocus
            className="mono"
            maxLength={64}
            value={bank}
            onChange={(event) => setBank(event.target.value)}
          />
        </label>
      </Modal>
    </>
  );
}

export default function Ledger() {
  const me = useMe();
  const [month, setMonth] = useState<string | null>(null);
  const ledger = useQuery({
    queryKey: ["ledger", month],
    queryFn: () => calls.ledger(month),
    placeholderData: (before) => before,
  });
  const sees = me.permissions.includes("case.read");
  const pays = sees && me.permissions.some((one) => one.startsWith("payment."));
  const releases = me.permissions.includes("payment.release");

  useEffect(() => {
    document.title = "账务 · 卷宗";
  }, []);

  if (ledger.isPending) return <Wait />;
  if (ledger.isError) {
    return <Trouble title="账务没能打开" error={ledger.error} onRetry={() => void ledger.refetch()} />;
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
          <DatePicker
            picker="month"
            aria-label="月份"
            placeholder="本月"
            value={month ? dayjs(`${month}-01`) : null}
            onChange={(chosen) => setMonth(chosen ? chosen.format("YYYY-MM") : null)}
          />
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
                row.case_id && sees ? (
                  <Link to={`/cases/${row.case_id}`}>{row.case_no ?? "看批准的件"}</Link>
                ) : (
                  <span className="quiet">{row.case_no ?? "无"}</span>
                ),
            },
            ...(releases
              ? [
                  {
                    title: "办理",
                    width: 110,
                    render: (_: unknown, row: Voucher) => row.state === "posted" && <Release voucher={row} />,
                  },
                ]
              : []),
          ]}
        />
      </section>
    </div>
  );
}
