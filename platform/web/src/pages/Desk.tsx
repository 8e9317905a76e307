import { SearchOutlined } from "@ant-design/icons";
import { Input, type InputRef } from "antd";
import { useDeferredValue, useEffect, useRef, useState } from "react";

import { ServicePicker } from "../services/ServicePicker";
import { CaseTable } from "../shell/CaseTable";
import { useMe } from "../shell/session";
import { useWindowKeys } from "../shell/useWindowKeys";

export default function Desk() {
  const me = useMe();
  const [find, setFind] = useState("");
  const q = useDeferredValue(find.trim());
  const findBox = useRef<InputRef>(null);

  useEffect(() => {
    document.title = "受理台 · 卷宗";
  }, []);

  useWindowKeys((event) => {
    const typing = (event.target as HTMLElement).closest("input, textarea") !== null;
    if (event.key !== "/" || typing) return;
    findBox.current?.focus();
    event.preventDefault();
  });

  return (
    <div className="desk">
      <ServicePicker />
      <section className="panel desk-cases" aria-labelledby="desk-cases">
        <div className="panel-head">
          <h1 id="desk-cases">在办的件</h1>
          <Input
            ref={findBox}
            className="find"
            allowClear
            prefix={<SearchOutlined aria-hidden />}
            placeholder="按姓名或件号查找（/）"
            aria-label="在办件查找"
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </div>
        <CaseTable
          view="desk"
          q={q}
          empty={
            q ? (
              <>没有找到“{q}”。已办结的件请到“档案”里查。</>
            ) : (
              <>
                {me.grants[0]?.unit_name ?? "本单位"}现在没有在办的件。
                <br />
                在左边选一个事项开始；开件以后，把居民带来的材料扫描件拖进页面就行。
              </>
            )
          }
        />
      </section>
    </div>
  );
}
