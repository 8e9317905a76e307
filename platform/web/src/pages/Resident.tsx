import { ArrowLeftOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, DatePicker, Input, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { calls } from "../client/calls";
import type { Resident as ResidentView } from "../client/types";
import { ConsentSheet, printConsent } from "../locker/ConsentSheet";
import { wordsOf } from "../shell/connection";
import { dayText, momentText } from "../shell/format";
import { Trouble } from "../shell/Trouble";
import { useWindowKeys } from "../shell/useWindowKeys";
import { Wait } from "../shell/Wait";
import "../locker/locker.css";

const STANDINGS: Record<ResidentView["papers"][number]["standing"], [string, string]> = {
  good: ["有效", "green"],
  check: ["请核对是否仍有效", "amber"],
  expired: ["已过期", "grey"],
  never: ["每次要新开", "grey"],
};

/** 居民页: household, papers, consents and cases of one resident, to whoever may see a case of theirs. */
export default function Resident() {
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: ["resident", id],
    queryFn: () => calls.resident(id),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
  useEffect(() => {
    document.title = `${found.data?.name ?? "居民"} · 居民材料库 · 卷宗`;
  }, [found.data?.name]);
  useWindowKeys((event) => {
    if (!event.altKey || event.key.toLowerCase() !== "b") return;
    event.preventDefault();
    void navigate(-1);
  });
  if (found.isPending) return <Wait label="正在打开居民页" />;
  if (!found.data) return <Trouble title="这位居民没能打开" error={found.error} onRetry={() => void found.refetch()} />;
  return <Page view={found.data} />;
}

type Ending = { kind: "consent" | "link"; id: string; title: string; hint: string };

function Page({ view }: { view: ResidentView }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [ending, setEnding] = useState<Ending | null>(null);
  const [giving, setGiving] = useState(false);
  const receive = (fresh: ResidentView) => queries.setQueryData(["resident", view.id], fresh);
  return (
    <div className="resident">
      <header className="resident-head">
        <button type="button" className="linklike back" title="Alt+B" onClick={() => void navigate(-1)}>
          <ArrowLeftOutlined aria-hidden /> 返回
        </button>
        <h1>{view.name || "居民"}</h1>
        <span className="mono quiet">{view.number_masked}</span>
        {view.minor && <span className="tag tag-amber">未成年人</span>}
        <span className="quiet">查看本页会留下记录</span>
      </header>
      <section className="panel" aria-labelledby="resident-consents">
        <div className="panel-head">
          <h2 id="resident-consents">材料复用的同意</h2>
          {view.may_edit && !view.minor && (
            <Button size="small" onClick={() => setGiving(true)}>
              登记对所有事项的同意
            </Button>
          )}
        </div>
        {view.consents.length === 0 ? (
          <p className="empty">还没有同意。居民同意后，办新事项时就不用重复交材料；对某一事项的同意在那一件里登记。</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">用于</th>
                <th scope="col">方式</th>
                <th scope="col">同意日期</th>
                <th scope="col">有效到</th>
                <th scope="col">登记人</th>
                <th scope="col">状态</th>
              </tr>
            </thead>
            <tbody>
              {view.consents.map((one) => (
                <tr key={one.id}>
                  <td>
                    {one.purpose_title || "本中心所有事项"}
                    {one.kinds.length > 0 && <small className="quiet block">含{one.kinds.map((kind) => kind.title).join("、")}</small>}
                  </td>
                  <td>
                    {one.how_title}
                    {one.guardian && `（${one.guardian}）`}
                  </td>
                  <td>{dayText(one.given_on)}</td>
                  <td>{dayText(one.until)}</td>
                  <td>{one.by}</td>
                  <td>
                    {one.revoked_on ? (
                      <>
                        <span className="tag tag-grey">已撤回</span>
                        <small className="quiet block">
                          {dayText(one.revoked_on)}，{one.revoked_because}
                        </small>
                      </>
                    ) : one.in_force ? (
                      <>
                        <span className="tag tag-green">有效</span>{" "}
                        {view.may_edit && (
                          <Button
                            size="small"
                            onClick={() =>
                              setEnding({
                                kind: "consent",
                                id: one.id,
                                title: `撤回同意：${one.purpose_title || "本中心所有事项"}`,
                                hint: "撤回后不再复用；已经受理的办件，其中的材料依法保留。例如：本人到窗口要求撤回。",
                              })
                            }
                          >
                            撤回
                          </Button>
                        )}
                      </>
                    ) : (
                      <span className="tag tag-grey">已到期</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="panel" aria-labelledby="resident-papers">
        <h2 id="resident-papers">以前办件里的材料</h2>
        {view.papers.length === 0 ? (
          <p className="empty">没有认得出是本人的材料。材料在办件受理后自动记到这里。</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">材料</th>
                <th scope="col">来自</th>
                <th scope="col">有效期</th>
                <th scope="col">原件</th>
                <th scope="col">能否复用</th>
              </tr>
            </thead>
            <tbody>
              {view.papers.map((one) => {
                const [word, tone] = STANDINGS[one.standing];
                return (
                  <tr key={one.key}>
                    <td>
                      {one.title}
                      {one.kinds.length > 0 && <small className="quiet block">{one.kinds.map((kind) => kind.title).join("、")}，要单独同意</small>}
                    </td>
                    <td>
                      <Link to={`/cases/${one.case_id}`} className="mono">
                        {one.case_no}
                      </Link>
                      <small className="quiet block">{dayText(one.accepted_on)}受理</small>
                    </td>
                    <td>{one.until ? `到 ${dayText(one.until)}` : one.standing === "good" ? "长期" : "没有写明"}</td>
                    <td>{one.original_seen ? "已核" : "没有核"}</td>
                    <td>
                      <span className={`tag tag-${tone}`}>{word}</span>
                      {!one.apart && <small className="quiet block">和他人的材料在同一页，不能单独复用</small>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </section>
      <section className="panel" aria-labelledby="resident-household">
        <h2 id="resident-household">家庭成员</h2>
        {view.household.length === 0 ? (
          <p className="empty">没有登记过家庭成员。有家庭成员表的事项受理后自动记到这里。</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">姓名</th>
                <th scope="col">与本人关系</th>
                <th scope="col">来自</th>
                <th scope="col">起止</th>
                <th scope="col">状态</th>
              </tr>
            </thead>
            <tbody>
              {view.household.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Link to={`/residents/${one.resident}`}>{one.name || "（不在表上了）"}</Link>
                  </td>
                  <td>{one.relation}</td>
                  <td className="mono">{one.case_no}</td>
                  <td>
                    {dayText(one.since)} 起{one.until && `，到 ${dayText(one.until)}`}
                  </td>
                  <td>
                    {one.until ? (
                      <>
                        <span className="tag tag-grey">已结束</span>
                        <small className="quiet block">{one.reason}</small>
                      </>
                    ) : (
                      view.may_edit && (
                        <Button
                          size="small"
                          onClick={() =>
                            setEnding({
                              kind: "link",
                              id: one.id,
                              title: `结束关系：${one.name}`,
                              hint: "以后不再作为家庭成员带出，历史保留。例如：已分户、已去世。",
                            })
                          }
                        >
                          结束
                        </Button>
                      )
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="panel" aria-labelledby="resident-cases">
        <h2 id="resident-cases">办件</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">编号</th>
              <th scope="col">事项</th>
              <th scope="col">身份</th>
              <th scope="col">受理</th>
              <th scope="col">状态</th>
            </tr>
          </thead>
          <tbody>
            {view.cases.map((one) => (
              <tr key={one.id}>
                <td>
                  <Link to={`/cases/${one.id}`} className="mono">
                    {one.case_no}
                  </Link>
                </td>
                <td>{one.service_title}</td>
                <td>{one.role}</td>
                <td>{dayText(one.accepted_on)}</td>
                <td>{one.status_title}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="panel" aria-labelledby="resident-looks">
        <h2 id="resident-looks">谁查过（最近 20 次）</h2>
        {view.looks.length === 0 ? (
          <p className="empty">还没有人查过。</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">时间</th>
                <th scope="col">谁</th>
                <th scope="col">为了</th>
              </tr>
            </thead>
            <tbody>
              {view.looks.map((one) => (
                <tr key={`${one.at} ${one.by} ${one.purpose_title}`}>
                  <td>{momentText(one.at)}</td>
                  <td>{one.by}</td>
                  <td>{one.purpose_title || "打开居民页"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {ending && <EndDialog view={view} ending={ending} onClose={() => setEnding(null)} onDone={receive} />}
      {giving && <GiveDialog view={view} onClose={() => setGiving(false)} onDone={receive} />}
    </div>
  );
}

interface DialogProps {
  view: ResidentView;
  onClose: () => void;
  onDone: (fresh: ResidentView) => void;
}

/** Something ends for good: the reason is asked for, and the button says what happens. */
function EndDialog({ view, ending, onClose, onDone }: DialogProps & { ending: Ending }) {
  const { message } = App.useApp();
  const [reason, setReason] = useState("");
  const end = useMutation({
    mutationFn: () =>
      ending.kind === "consent"
        ? calls.revokeConsent(view.id, ending.id, reason)
        : calls.endLink(view.id, ending.id, reason),
    onSuccess: (fresh) => {
      onDone(fresh);
      onClose();
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  return (
    <Modal
      open
      title={ending.title}
      okText={ending.kind === "consent" ? "撤回" : "结束"}
      okButtonProps={{ danger: true, disabled: reason.trim() === "" }}
      confirmLoading={end.isPending}
      onOk={() => end.mutate()}
      onCancel={onClose}
      destroyOnHidden
    >
      <label>
        原因
        <Input.TextArea value={reason} rows={3} maxLength={500} autoFocus onChange={(event) => setReason(event.target.value)} />
      </label>
      <p className="quiet">{ending.hint}</p>
    </Modal>
  );
}

function GiveDialog({ view, onClose, onDone }: DialogProps) {
  const { message } = App.useApp();
  const [press] = useState(() => crypto.randomUUID());
  const longest = view.longest_until ? dayjs(view.longest_until) : null;
  const [until, setUntil] = useState<Dayjs | null>(longest);
  const day = until?.format("YYYY-MM-DD") ?? null;
  const words = useQuery({
    queryKey: ["consent-text", "", "", day ?? ""],
    queryFn: () => calls.consentText("", [], day),
    staleTime: Infinity,
  });
  const give = useMutation({
    mutationFn: () => calls.giveGeneralConsent(view.id, press, day),
    onSuccess: (fresh) => {
      onDone(fresh);
      onClose();
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  return (
    <>
      <Modal
        open
        title={`登记同意：${view.name}`}
        okText="居民当面同意，登记"
        okButtonProps={{ disabled: !words.isSuccess || !day }}
        confirmLoading={give.isPending}
        onOk={() => give.mutate()}
        onCancel={onClose}
        width={640}
        destroyOnHidden
      >
        <div className="consent">
          <label className="consent-line">
            有效到
            <DatePicker
              aria-label="有效到"
              value={until}
              minDate={dayjs()}
              maxDate={longest ?? undefined}
              allowClear={false}
              onChange={(picked) => setUntil(picked)}
            />
          </label>
          <div className="consent-words" role="region" aria-label="读给居民听的话" tabIndex={0}>
            {words.data?.text.split("\n").map((line) => <p key={line}>{line}</p>)}
          </div>
          <p className="consent-foot">
            <span />
            <Button size="small" disabled={!words.data} onClick={printConsent}>
              打印同意书
            </Button>
          </p>
        </div>
      </Modal>
      {words.data && <ConsentSheet name={view.name} guardian={false} text={words.data.text} />}
    </>
  );
}
