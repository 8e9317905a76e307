import { DownloadOutlined, SafetyCertificateOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Typography } from "antd";
import { useEffect } from "react";
import { Link, useParams } from "react-router";

import { archivePackageUrl, calls } from "../client/calls";
import type { CheckResult } from "../client/types";
import { wordsOf } from "../shell/connection";
import { momentText } from "../shell/format";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";

const PROPERTIES: [string, string[]][] = [
  ["真实性", ["authenticity", "真实性"]],
  ["完整性", ["integrity", "completeness", "完整性"]],
  ["可用性", ["usability", "availability", "可用性"]],
  ["安全性", ["security", "safety", "安全性"]],
];

function grouped(checks: CheckResult[]): [string, CheckResult[]][] {
  const known = PROPERTIES.map(([title, names]): [string, CheckResult[]] => [
    title,
    checks.filter((check) => names.includes(check.property)),
  ]);
  const rest = checks.filter((check) => !PROPERTIES.some(([, names]) => names.includes(check.property)));
  return rest.length > 0 ? [...known, ["其他", rest]] : known;
}

export default function ArchiveItem() {
  const { id = "" } = useParams();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const key = ["archive", id];
  const item = useQuery({ queryKey: key, queryFn: () => calls.archiveItem(id) });
  const check = useMutation({
    mutationFn: () => calls.checkArchive(id),
    onSuccess: (fresh) => {
      queries.setQueryData(key, fresh);
      const failed = fresh.checks.filter((one) => one.passed === false).length;
      if (failed > 0) void message.error(`检测完成：${failed} 项不合格，请看下面的说明`);
      else void message.success("检测完成：全部合格");
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  const view = item.data;

  useEffect(() => {
    document.title = `${view?.reference_code ?? "案卷"} · 卷宗`;
  }, [view?.reference_code]);

  if (item.isPending) return <Wait />;
  if (!view) {
    return <Trouble title="案卷没能打开" error={item.error} onRetry={() => void item.refetch()} />;
  }
  return (
    <div className="screen">
      <section className="panel" aria-labelledby="item-title">
        <div className="panel-head">
          <div>
            <h1 id="item-title">{view.title}</h1>
            <p className="mono reference">{view.reference_code}</p>
          </div>
          <div className="buttons">
            <Button
              icon={<SafetyCertificateOutlined />}
              loading={check.isPending}
              onClick={() => check.mutate()}
            >
              重新检测
            </Button>
            <Button type="primary" icon={<DownloadOutlined />} href={archivePackageUrl(view.id)} download>
              下载案卷包
            </Button>
          </div>
        </div>
        <dl className="facts">
          <div>
            <dt>年度</dt>
            <dd>{view.year}</dd>
          </div>
          <div>
            <dt>保管期限</dt>
            <dd>
              {view.retention}
              {view.to_confirm && <span className="tag tag-amber">待确认</span>}
            </dd>
          </div>
          <div>
            <dt>归档</dt>
            <dd>
              {view.filed_by}，{momentText(view.filed_at)}
            </dd>
          </div>
          <div>
            <dt>来源</dt>
            <dd>
              <Link to={`/cases/${view.case_id}`}>看这一件的办理过程</Link>
            </dd>
          </div>
          <div className="wide">
            <dt>清单摘要（SHA-256）</dt>
            <dd>
              <Typography.Text className="mono" copyable={{ text: view.manifest_sha256, tooltips: ["复制", "已复制"] }}>
                {view.manifest_sha256}
              </Typography.Text>
            </dd>
          </div>
        </dl>
        <h2>四性检测</h2>
        {view.checks.length === 0 && <p className="quiet">还没有检测过，点“重新检测”。</p>}
        <div className="four">
          {view.checks.length > 0 &&
            grouped(view.checks).map(([title, checks]) => (
              <section key={title} aria-label={title}>
                <h3>
                  {title}
                  <span
                    className={
                      checks.some((one) => one.passed === false)
                        ? "tag tag-red"
                        : checks.some((one) => one.passed === null)
                          ? "tag tag-amber"
                          : "tag tag-green"
                    }
                  >
                    {checks.some((one) => one.passed === false)
                      ? "不合格"
                      : checks.some((one) => one.passed === null)
                        ? "有未检项"
                        : "合格"}
                  </span>
                </h3>
                <ul>
                  {checks.map((one) => (
                    <li key={one.code} className={one.passed === null ? undefined : one.passed ? "pass" : "fail"}>
                      <span aria-hidden>{one.passed === null ? "–" : one.passed ? "✓" : "✗"}</span>
                      <span>
                        <span className="sr">{one.passed === null ? "未检测：" : one.passed ? "合格：" : "不合格："}</span>
                        {one.message}
                      </span>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
        </div>
        <h2>卷内文件（{view.files.length}）</h2>
        <ul className="filelist mono">
          {view.files.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
