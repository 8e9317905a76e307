import { Button, Modal } from "antd";
import { lazy, Suspense, useState } from "react";

import { momentText } from "../shell/format";
import { Wait } from "../shell/Wait";
import type { Draft } from "./types";

const SideBySide = lazy(() => import("./SideBySide"));

/** Somebody else saved first: whose text goes on is for a person to say. */
export function Conflict({ mine, theirs, onSettle }: { mine: string; theirs: Draft; onSettle: (text: string) => void }) {
  const [comparing, setComparing] = useState(false);
  const [merged, setMerged] = useState(mine);
  return (
    <Modal
      open
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      title="这份草稿刚被别人保存过"
      width={comparing ? "calc(100vw - 48px)" : 560}
      footer={
        <div className="conflict-foot">
          {comparing ? (
            <Button type="primary" onClick={() => onSettle(merged)}>
              用右边的文本继续
            </Button>
          ) : (
            <Button type="primary" onClick={() => setComparing(true)}>
              对照着合并
            </Button>
          )}
          <Button onClick={() => onSettle(mine)}>用我的</Button>
          <Button onClick={() => onSettle(theirs.text)}>用对方的</Button>
        </div>
      }
    >
      <p>
        {theirs.updated_by} 在 {momentText(theirs.updated_at)} 存过一次，和您正在写的不一样。两份都还在，请选怎么办：
      </p>
      {comparing ? (
        <>
          <p className="quiet">左边是对方的，右边是您的；点中间的箭头把左边的一处拿过来，也可以直接改右边。</p>
          <Suspense fallback={<Wait label="正在对照" />}>
            <SideBySide
              before={theirs.text}
              after={mine}
              beforeTitle={`${theirs.updated_by}存的`}
              afterTitle="我的"
              onChange={setMerged}
            />
          </Suspense>
        </>
      ) : (
        <ul className="conflict-ways">
          <li>
            <b>对照着合并</b>：逐处看，两个人的改动都留下。
          </li>
          <li>
            <b>用我的</b>：对方这次的改动不要了。
          </li>
          <li>
            <b>用对方的</b>：我没存上的改动不要了（在文本里按 Ctrl+Z 还能找回）。
          </li>
        </ul>
      )}
    </Modal>
  );
}
