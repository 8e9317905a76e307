import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useParams } from "react-router";

import { calls } from "../client/calls";
import { wordsOf } from "../shell/connection";
import { dayText } from "../shell/format";
import { Wait } from "../shell/Wait";

/** What the code on a receipt leads to: readable on a telephone, without signing in. */
export default function Receipt() {
  const { token = "" } = useParams();
  const receipt = useQuery({ queryKey: ["receipt", token], queryFn: () => calls.receipt(token), retry: 1 });

  useEffect(() => {
    document.title = "办理进度 · 卷宗";
  }, []);

  return (
    <main id="main" className="door">
      <div className="door-card receipt">
        <h1>办理进度</h1>
        {receipt.isPending && <Wait label="正在查询" />}
        {receipt.isError && (
          <p role="alert" className="form-error">
            {wordsOf(receipt.error)} 也可以拿着回执到受理窗口查询。
          </p>
        )}
        {receipt.data && (
          <>
            <dl className="facts">
              <div className="wide">
                <dt>件号</dt>
                <dd className="mono">{receipt.data.case_no}</dd>
              </div>
              <div className="wide">
                <dt>事项</dt>
                <dd>{receipt.data.service_title}</dd>
              </div>
              <div className="wide">
                <dt>现在</dt>
                <dd className="big">{receipt.data.status_title}</dd>
              </div>
              {receipt.data.due_on && (
                <div className="wide">
                  <dt>预计办结</dt>
                  <dd>{dayText(receipt.data.due_on)}前</dd>
                </div>
              )}
            </dl>
            <p className="door-note">这一页不显示个人信息。有疑问请联系受理窗口，报上面的件号即可。</p>
          </>
        )}
      </div>
    </main>
  );
}
