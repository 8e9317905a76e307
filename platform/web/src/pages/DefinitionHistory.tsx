import { ArrowLeftOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { definitionCalls } from "../client/definitions";
import { useDrafting } from "../editor/useDrafting";
import { Versions } from "../editor/Versions";
import { draftState } from "../editor/words";
import { useMe } from "../shell/session";
import { Trouble } from "../shell/Trouble";
import { useWindowKeys } from "../shell/useWindowKeys";
import { Wait } from "../shell/Wait";
import "../services/services.css";
import "../editor/editor.css";

/** One service: its versions, what they changed, and a draft from any of them. */
export default function DefinitionHistory() {
  const { code = "" } = useParams();
  const me = useMe();
  const navigate = useNavigate();
  const begin = useDrafting();
  const found = useQuery({ queryKey: ["definition", code], queryFn: () => definitionCalls.versions(code) });

  useEffect(() => {
    document.title = `${found.data?.title ?? code} · 版本 · 卷宗`;
  }, [found.data?.title, code]);
  useWindowKeys((event) => {
    if (!event.altKey || event.key.toLowerCase() !== "b") return;
    void navigate("/definitions");
    event.preventDefault();
  });

  if (found.isError)
    return <Trouble title="这一项没能打开" error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <Wait label="正在打开版本" />;
  const { title, versions, draft } = found.data;
  const newest = Math.max(...versions.map((one) => one.version));
  const mayEdit = me.permissions.includes("catalogue.edit");
  const open = draft && (draft.state === "editing" || draft.state === "submitted") ? draft : null;
  return (
    <div className="editor">
      <header className="editor-head">
        <Link to="/definitions" className="back" title="Alt+B">
          <ArrowLeftOutlined aria-hidden /> 服务定义
        </Link>
        <h1>{title}</h1>
        <span className="mono quiet">{code}</span>
        <span className="grow" />
        <Link to={`/services/${code}`}>看办事指南</Link>
        {open ? (
          <Button type="primary" onClick={() => void navigate(`/definitions/drafts/${open.id}`)}>
            打开{draftState(open.state)[0]}
          </Button>
        ) : (
          mayEdit &&
          versions.length > 0 && (
            <Button
              type="primary"
              loading={begin.isPending}
              onClick={() => begin.mutate({ code, basedOn: newest })}
            >
              以第 {newest} 版起草
            </Button>
          )
        )}
      </header>
      <div className="history-col">
        <section className="panel" aria-label="版本">
          <h2 className="sr">版本</h2>
          {versions.length === 0 ? (
            <p className="empty">还没有发布过的版本。{open && "先打开草稿写完、送审、发布。"}</p>
          ) : (
            <Versions
              code={code}
              versions={versions}
              {...(mayEdit && !open ? { onDraft: (version: number) => begin.mutate({ code, basedOn: version }) } : {})}
            />
          )}
        </section>
      </div>
    </div>
  );
}
