import { SearchOutlined } from "@ant-design/icons";
import { Input, type InputRef, Tabs } from "antd";
import { useDeferredValue, useEffect, useRef, useState } from "react";

import type { CaseList } from "../client/calls";
import { CaseTable } from "../shell/CaseTable";
import { useWindowKeys } from "../shell/useWindowKeys";

const EMPTY: Partial<Record<CaseList, string>> = {
  review: "没有等您审核的件。窗口受理或下级报来以后，会自动出现在这里。",
  notice: "没有正在公示的件。",
  all: "您的管辖范围内还没有件。",
};

export default function Review() {
  const [view, setView] = useState<CaseList>("review");
  const [find, setFind] = useState("");
  const q = useDeferredValue(find.trim());
  const box = useRef<InputRef>(null);

  useEffect(() => {
    document.title = "审核 · 卷宗";
  }, []);

  useWindowKeys((event) => {
    if (event.key !== "/" || (event.target as HTMLElement).closest("input, textarea")) return;
    box.current?.focus();
    event.preventDefault();
  });

  return (
    <div className="screen">
      <section className="panel" aria-labelledby="review-title">
        <div className="panel-head">
          <h1 id="review-title">审核</h1>
          <Input
            ref={box}
            className="find"
            allowClear
            prefix={<SearchOutlined aria-hidden />}
            placeholder="按姓名或件号查找（/）"
            aria-label="查找"
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
        </div>
        <Tabs
          activeKey={view}
          onChange={(key) => setView(key as CaseList)}
          items={[
            { key: "review", label: "等我审核" },
            { key: "notice", label: "公示中" },
            { key: "all", label: "全部" },
          ].map((tab) => ({
            ...tab,
            children: (
              <CaseTable
                view={tab.key as CaseList}
                q={q}
                empty={q ? `没有找到“${q}”。` : (EMPTY[tab.key as CaseList] ?? "")}
              />
            ),
          }))}
          destroyOnHidden
        />
      </section>
    </div>
  );
}
