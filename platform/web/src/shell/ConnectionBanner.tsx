import { useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useCallback, useEffect } from "react";

import { calls } from "../client/calls";
import { setConnectionLost, useConnectionLost } from "./connection";

/** Says that the network is gone, and tries again by itself. */
export function ConnectionBanner() {
  const lost = useConnectionLost();
  const queries = useQueryClient();

  const tryAgain = useCallback(async () => {
    try {
      await calls.me();
      setConnectionLost(false);
      await queries.invalidateQueries();
    } catch {
      // Still away: the banner stays and the next try comes by itself.
    }
  }, [queries]);

  useEffect(() => {
    const gone = () => setConnectionLost(true);
    window.addEventListener("offline", gone);
    window.addEventListener("online", tryAgain);
    return () => {
      window.removeEventListener("offline", gone);
      window.removeEventListener("online", tryAgain);
    };
  }, [tryAgain]);

  useEffect(() => {
    if (!lost) return;
    const timer = window.setInterval(() => void tryAgain(), 4000);
    return () => window.clearInterval(timer);
  }, [lost, tryAgain]);

  if (!lost) return null;
  return (
    <div className="banner banner-error" role="alert">
      <span>网络中断：已输入的内容保留在本页，恢复后自动保存。请不要关闭这个页面。</span>
      <Button size="small" onClick={() => void tryAgain()}>
        立即重试
      </Button>
    </div>
  );
}
