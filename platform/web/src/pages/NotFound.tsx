import { Link } from "react-router";

export default function NotFound() {
  return (
    <div className="lonely">
      <h1>没有这一页</h1>
      <p>地址可能输错了，或内容已被移走。</p>
      <Link to="/">回到工作台</Link>
    </div>
  );
}
