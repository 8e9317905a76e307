import { Spin } from "antd";

/** A quiet sign that something is on its way. */
export function Wait({ label = "正在打开" }: { label?: string }) {
  return (
    <div className="wait" role="status">
      <Spin />
      <span>{label}…</span>
    </div>
  );
}
