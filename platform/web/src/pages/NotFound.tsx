import { Result } from "antd";
import { Link } from "react-router";

export default function NotFound() {
  return (
    <Result
      status="404"
      title="没有这一页"
      subTitle="地址可能输错了，或内容已被移走。"
      extra={<Link to="/">回到工作台</Link>}
    />
  );
}
