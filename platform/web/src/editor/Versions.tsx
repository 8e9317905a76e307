import { useQuery } from "@tanstack/react-query";
import { Button, Segmented, Select } from "antd";
import { lazy, Suspense, useState } from "react";

import { definitionCalls } from "../client/definitions";
import { wordsOf } from "../shell/connection";
import { momentText } from "../shell/format";
import { Wait } from "../shell/Wait";
import { ChangeList } from "./ChangeList";
import type { DefinitionVersion } from "./types";
import { ORIGINS, periodText } from "./words";

const ReadText = lazy(() => import("./ReadText"));

interface VersionsProps {
  code: string;
  versions: DefinitionVersion[];
  /** Offered where one may begin a draft from a version. */
  onDraft?: (version: number) => void;
}

/** The versions of a service, and what differs between any two. */
export function Versions({ code, versions, onDraft }: VersionsProps) {
  const sorted = [...versions].sort((a, b) => b.version - a.version);
  const newest = sorted[0]?.version ?? 1;
  const [from, setFrom] = useState(sorted[1]?.version ?? newest);
  const [to, setTo] = useState(newest);
  const changes = useQuery({
    queryKey: ["definition", code, "changes", from, to],
    queryFn: () => definitionCalls.changes(code, from, to),
    enabled: from !== to && versions.length > 1,
    staleTime: Infinity,
  });
  const [way, setWay] = useState<"compare" | "text">(sorted.length > 1 ? "compare" : "text");
  const text = useQuery({
    queryKey: ["definition", code, "text", to],
    queryFn: () => definitionCalls.text(code, to),
    enabled: way === "text",
    staleTime: Infinity,
  });
  const options = sorted.map(({ version }) => ({ value: version, label: `第 ${version} 版` }));
  return (
    <div className="versions">
      <table>
        <thead>
          <tr>
            <th scope="col">版本</th>
            <th scope="col">来源</th>
            <th scope="col">施行</th>
            <th scope="col">编写 / 发布</th>
            <th scope="col">办件</th>
            {onDraft && (
              <th scope="col">
                <span className="sr">操作</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {sorted.map((one) => (
            <tr key={one.version}>
              <td>第 {one.version} 版</td>
              <td>
                {ORIGINS[one.origin]}
                {one.office && <small className="quiet block">{one.office}</small>}
                {one.changed && <span className="tag tag-red">内容被改过，已停用</span>}
              </td>
              <td>{periodText(one.valid_from, one.valid_to) || "未限定"}</td>
              <td>
                {one.published_by ? (
                  <>
                    {one.drafted_by} / {one.published_by}
                    {one.published_at && <small className="quiet block">{momentText(one.published_at)}</small>}
                  </>
                ) : (
                  <span className="quiet">随系统提供</span>
                )}
              </td>
              <td className="amount">{one.cases}</td>
              {onDraft && (
                <td>
                  <Button size="small" onClick={() => onDraft(one.version)}>
                    以此起草
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <Segmented
        className="version-ways"
        aria-label="看什么"
        value={way}
        onChange={setWay}
        options={[
          { value: "compare", label: "对比两版", disabled: sorted.length < 2 },
          { value: "text", label: "看原文" },
        ]}
      />
      {way === "compare" ? (
        <section aria-label="对比版本">
          <div className="compare-bar">
            <Select aria-label="旧的版本" value={from} onChange={setFrom} options={options} />
            <span>→</span>
            <Select aria-label="新的版本" value={to} onChange={setTo} options={options} />
          </div>
          {from === to ? (
            <p className="quiet">选两个不同的版本来对比。</p>
          ) : changes.isError ? (
            <p className="field-error">{wordsOf(changes.error)}</p>
          ) : changes.data ? (
            <ChangeList changes={changes.data} beforeTitle={`第 ${from} 版`} afterTitle={`第 ${to} 版`} />
          ) : (
            <Wait label="正在对比" />
          )}
        </section>
      ) : (
        <section aria-label="原文">
          <div className="compare-bar">
            <Select aria-label="版本" value={to} onChange={setTo} options={options} />
            <span className="quiet">在文本里按 Ctrl+F 查找</span>
          </div>
          {text.isError ? (
            <p className="field-error">{wordsOf(text.error)}</p>
          ) : text.data ? (
            <Suspense fallback={<Wait label="正在打开原文" />}>
              <ReadText text={text.data.text} title={`第 ${to} 版的原文`} />
            </Suspense>
          ) : (
            <Wait label="正在打开原文" />
          )}
        </section>
      )}
    </div>
  );
}
