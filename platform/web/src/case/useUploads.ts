/** Files on their way to the server: two at a time, each with its own fate. */
import { useCallback, useEffect, useRef, useState } from "react";

import { sendFile } from "../client/calls";
import { wordsOf } from "../shell/connection";
import { freshKey } from "./keys";

const AT_ONCE = 2;
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp", "image/bmp"]);

export interface Upload {
  key: string;
  file: File;
  /** What was put in together, and the place in it: what follows a separator sheet goes with it. */
  pile: { id: string; place: number };
  share: number;
  state: "waiting" | "sending" | "failed";
  words: string | null;
}

export function useUploads(caseId: string, onArrived: () => void) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [previews, setPreviews] = useState<ReadonlyMap<string, string>>(new Map());
  const urls = useRef<string[]>([]);
  const started = useRef(new Set<string>());
  const arrived = useRef(onArrived);
  useEffect(() => {
    arrived.current = onArrived;
  });

  const change = useCallback(
    (key: string, part: Partial<Upload>) =>
      setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [],
  );
  const drop = useCallback(
    (key: string) => setUploads((all) => all.filter((one) => one.key !== key)),
    [],
  );

  useEffect(() => {
    const sending = uploads.filter((one) => one.state === "sending").length;
    for (const upload of uploads.filter((one) => one.state === "waiting").slice(0, AT_ONCE - sending)) {
      if (started.current.has(upload.key)) continue;
      started.current.add(upload.key);
      change(upload.key, { state: "sending" });
      sendFile(caseId, upload.file, upload.pile, (share) => change(upload.key, { share })).then(
        (kept) => {
          if (PICTURES.has(upload.file.type)) {
            const url = URL.createObjectURL(upload.file);
            urls.current.push(url);
            setPreviews((before) => new Map(before).set(kept.id, url));
          }
          drop(upload.key);
          arrived.current();
        },
        (error: unknown) => {
          started.current.delete(upload.key);
          change(upload.key, { state: "failed", words: wordsOf(error) });
        },
      );
    }
  }, [uploads, caseId, change, drop]);

  const add = useCallback((files: File[]) => {
    const id = freshKey();
    const fresh = files.map(
      (file, index): Upload => ({
        key: freshKey(),
        file,
        pile: { id, place: index + 1 },
        share: 0,
        state: file.size === 0 ? "failed" : "waiting",
        words: file.size === 0 ? "这是一个空文件（0 字节），请重新扫描或换一份再传。" : null,
      }),
    );
    setUploads((all) => [...all, ...fresh]);
  }, []);

  useEffect(() => {
    const made = urls.current;
    return () => made.forEach((url) => URL.revokeObjectURL(url));
  }, []);

  return {
    uploads,
    /** Pictures of files that are not read yet, by file: the clerk need not wait to look at them. */
    previews,
    add,
    retry: (key: string) => change(key, { state: "waiting", share: 0, words: null }),
    dismiss: drop,
  };
}
