import { SearchOutlined } from "@ant-design/icons";
import { Button, Input, Segmented } from "antd";
import type { MouseEvent } from "react";

/** What stands above a table of settings: a search box and the states to choose from. */
export function Tools<Filter extends string>(props: {
  label: string;
  placeholder: string;
  q: string;
  onSearch: (q: string) => void;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  options: { value: Filter; label: string }[];
}) {
  return (
    <div className="setting-tools">
      <Input
        allowClear
        prefix={<SearchOutlined aria-hidden />}
        placeholder={props.placeholder}
        aria-label={props.label}
        value={props.q}
        onChange={(event) => props.onSearch(event.target.value)}
      />
      <Segmented<Filter> aria-label="状态" value={props.filter} onChange={props.onFilter} options={props.options} />
    </div>
  );
}

/** The handle that unfolds a row; `label` says of what it tells. */
export function Unfold(props: { label: string; open: boolean; onPress: (event: MouseEvent<HTMLElement>) => void }) {
  return (
    <Button type="text" size="small" aria-expanded={props.open} aria-label={props.label} onClick={props.onPress}>
      {props.open ? "▾" : "▸"}
    </Button>
  );
}
