import type { Condition } from "../client/types";
import { useMe } from "../shell/session";
import { PaperTable, type HeldByMaterial } from "./PaperTable";
import type { PaperList } from "./papers";

const TODAY = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "long" });

/** The list on paper, for the resident to tick at home. On the screen it is not there. */
export function PrintSheet({ title, list, unmet, held }: { title: string; list: PaperList; unmet: Condition[]; held?: HeldByMaterial }) {
  const me = useMe();
  const office = me.grants[0]?.unit_name ?? "";
  return (
    <div className="print-sheet" aria-hidden>
      <h1>
        {title}
        <small>要带的材料</small>
      </h1>
      <p className="print-meta">
        <span>{office}</span>
        <span>{TODAY.format(new Date())}</span>
        {me.demonstration && <span>演示，人物和单位都是虚构的</span>}
      </p>
      <PaperTable list={list} printed held={held} />
      {unmet.length > 0 && (
        <section>
          <h3>请先留意</h3>
          {unmet.map((one) => (
            <p key={one.id}>
              按您说的情况，这一条不符合：{one.title}
            </p>
          ))}
        </section>
      )}
      <p className="print-foot">
        请带原件，备齐一项勾一项。标“待确认”的以窗口答复为准；情况有变化的，请告诉窗口。
      </p>
    </div>
  );
}
