import { Select, Tabs } from "antd";
import { useEffect } from "react";
import { useSearchParams } from "react-router";

import { Figures } from "../settings/Figures";
import { ServiceFacts } from "../settings/ServiceFacts";
import { Services } from "../settings/Services";
import { useSettingUnits, useWaiting } from "../settings/useSettings";
import { Waiting } from "../settings/Waiting";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";
import "../settings/settings.css";

/** 本地设置: what an office sets for itself, two people each time. */
export default function Settings() {
  const units = useSettingUnits();
  const waiting = useWaiting();
  const [params, setParams] = useSearchParams();

  useEffect(() => {
    document.title = "本地设置 · 卷宗";
  }, []);

  if (units.isError)
    return <Trouble title="本地设置没能打开" error={units.error} onRetry={() => void units.refetch()} />;
  if (units.isPending) return <Wait label="正在打开本地设置" />;
  const here = units.data;
  const unit = params.get("unit") ?? here.units[0]?.id ?? "";
  const service = params.get("service") ?? "";
  const tab = params.get("tab") ?? "figures";
  const mine = waiting.data?.filter((one) => !one.mine).length ?? 0;

  const address = (changes: Record<string, string>) => {
    const after = new URLSearchParams(params);
    for (const [name, value] of Object.entries(changes)) {
      if (value) after.set(name, value);
      else after.delete(name);
    }
    return `/settings?${after.toString()}`;
  };
  const go = (changes: Record<string, string>) => setParams(new URL(address(changes), "http://x").searchParams);

  return (
    <div className="screen">
      <section className="panel">
        <div className="settings-head">
          <h1>本地设置</h1>
          <label>
            单位
            <Select
              aria-label="单位"
              showSearch={{ optionFilterProp: "label" }}
              value={unit}
              options={here.units.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(chosen: string) => go({ unit: chosen })}
            />
          </label>
          <span className="quiet">一人填报，另一人复核后使用；服务定义本身不变，已作出决定的件也不变。</span>
        </div>
        <Tabs
          activeKey={tab}
          onChange={(key) => go({ tab: key, service: "" })}
          items={[
            { key: "figures", label: "标准与参数", children: <Figures unit={unit} here={here} /> },
            {
              key: "services",
              label: "服务文字与地点",
              children: service ? (
                <ServiceFacts code={service} unit={unit} here={here} back={address({ service: "" })} />
              ) : (
                <Services unit={unit} link={(code) => address({ tab: "services", service: code })} />
              ),
            },
            {
              key: "waiting",
              label: mine > 0 ? `待复核（${mine}）` : "待复核",
              children: <Waiting />,
            },
          ]}
        />
      </section>
    </div>
  );
}
