import { Button, Popconfirm } from "antd";

import type { LocalEntry } from "../client/types";
import { dayText, momentText } from "../shell/format";
import { useConfirm, useTakeBack } from "./useSettings";

const STATES: Record<LocalEntry["state"], [string, string]> = {
  pending: ["待复核", "amber"],
  confirmed: ["已复核", "green"],
  taken_back: ["已撤回", "grey"],
};

/** What an entry wants, in a few words. */
export function wantedText(entry: LocalEntry): string {
  if (entry.choice === "confirm") return "按目录原文确认";
  if (entry.choice === "revert") return "恢复，不再用本单位的设置";
  return entry.text;
}

/** Confirming what another put down, or taking back what waits. */
export function Decide({ entry }: { entry: LocalEntry }) {
  const confirm = useConfirm();
  const back = useTakeBack();
  const what = `${entry.title}：${wantedText(entry)}`;
  return (
    <span className="setting-decide">
      {entry.mine ? (
        <span className="quiet">等另一人复核</span>
      ) : (
        <Popconfirm
          classNames={{ root: "setting-sure" }}
          title="复核通过？"
          description={`${what}。从${dayText(entry.valid_from)}起使用。`}
          okText="复核通过"
          cancelText="再看看"
          onConfirm={() => confirm.mutate([entry.id])}
        >
          <Button size="small" type="primary" loading={confirm.isPending} aria-label={`复核：${entry.title}`}>
            复核
          </Button>
        </Popconfirm>
      )}
      <Button
        size="small"
        loading={back.isPending}
        aria-label={`${entry.mine ? "撤回" : "退回"}：${entry.title}`}
        onClick={() => back.mutate([entry.id])}
      >
        {entry.mine ? "撤回" : "退回"}
      </Button>
    </span>
  );
}

/** Everything that was ever put down for one place, the newest first. */
export function History({ entries }: { entries: LocalEntry[] }) {
  if (entries.length === 0) return <p className="quiet">本单位和上级单位都没有改过这一项。</p>;
  return (
    <ol className="setting-history">
      {entries.map((one) => {
        const [word, tone] = STATES[one.state];
        return (
          <li key={one.id}>
            <span className={`tag tag-${tone}`}>{word}</span>
            <span>
              <b>{wantedText(one)}</b>
              <small>
                {one.unit}，自{dayText(one.valid_from)}起{one.basis && `；依据：${one.basis}`}
              </small>
              <small className="quiet">
                {one.set_by} {momentText(one.set_at)} 填报
                {one.confirmed_by && one.confirmed_at && `；${one.confirmed_by} ${momentText(one.confirmed_at)} 复核`}
                {one.taken_back_by &&
                  one.taken_back_at &&
                  `；${one.taken_back_by} ${momentText(one.taken_back_at)} 撤回`}
              </small>
            </span>
            {one.state === "pending" && <Decide entry={one} />}
          </li>
        );
      })}
    </ol>
  );
}
