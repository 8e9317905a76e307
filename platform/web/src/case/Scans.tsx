import { CloudUploadOutlined, DeleteOutlined, PrinterOutlined, ReloadOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { App, Button, Progress, Spin } from "antd";
import { useCallback, useEffect, useRef, useState } from "react";

import { calls } from "../client/calls";
import type { CaseFile } from "../client/types";
import { wordsOf } from "../shell/connection";
import { dayText, sizeText } from "../shell/format";
import { useDesk, useEyes } from "./context";
import { focusField } from "./focus";
import { pagesOf, type CasePageOf, type Mark } from "./provenance";
import { useUploads, type Upload } from "./useUploads";
import { Values } from "./Values";
import { Viewer } from "./Viewer";
import { useWindowKeys } from "../shell/useWindowKeys";

const ACCEPT = ".jpg,.jpeg,.png,.tif,.tiff,.bmp,.webp,.pdf,image/*,application/pdf";

function titleOf(entry: CasePageOf): string {
  const titles = entry.documents.map((document) => document.title);
  return titles.length > 0 ? titles.join("、") : "未识别";
}

/** Files dropped or pasted anywhere on the page. */
function useDropAnywhere(enabled: boolean, onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    if (!enabled) return;
    let depth = 0;
    const carries = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const onEnter = (event: DragEvent) => {
      if (!carries(event)) return;
      depth += 1;
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!carries(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const onOver = (event: DragEvent) => {
      if (carries(event)) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) onFiles(files);
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("paste", onPaste);
    };
  }, [enabled, onFiles]);
  return over;
}

function UploadRow({ upload, onRetry, onDismiss }: { upload: Upload; onRetry: () => void; onDismiss: () => void }) {
  if (upload.state === "failed") {
    return (
      <li className="file-note bad">
        <div role="alert">
          <b>{upload.file.name}</b>
          <span>{upload.words}</span>
        </div>
        {upload.file.size > 0 && (
          <Button size="small" onClick={onRetry}>
            重传
          </Button>
        )}
        <Button size="small" onClick={onDismiss}>
          知道了
        </Button>
      </li>
    );
  }
  const percent = Math.round(upload.share * 100);
  return (
    <li className="file-note">
      <div>
        <b>{upload.file.name}</b>
        <span>{upload.state === "waiting" ? `排队中，${sizeText(upload.file.size)}` : `正在上传 ${percent}%`}</span>
      </div>
      <Progress
        percent={percent}
        size="small"
        showInfo={false}
        aria-label={`${upload.file.name} 上传进度`}
        style={{ width: 90 }}
      />
    </li>
  );
}

export function Scans() {
  const { view, editable, marks, receive } = useDesk();
  const { look, lookAtPage, lookAtMark } = useEyes();
  const { message } = App.useApp();
  const [waitingFor, setWaitingFor] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const strip = useRef<HTMLUListElement>(null);
  const caseId = view.summary.id;
  const refetch = async () => receive(await calls.case(caseId));
  const { uploads, previews, add, retry, dismiss } = useUploads(caseId, () => void refetch());
  const over = useDropAnywhere(editable, add);

  const restore = useMutation({
    mutationFn: (file: string) => calls.restoreFile(caseId, file),
    onSuccess: receive,
    onError: (error) => void message.error(wordsOf(error)),
  });
  const remove = useMutation({
    mutationFn: (file: CaseFile) => calls.removeFile(caseId, file.id),
    onSuccess: (fresh, file) => {
      receive(fresh);
      const key = `removed-${file.id}`;
      void message.info({
        key,
        duration: 8,
        content: (
          <span>
            已移出“{file.name}”，原件仍保留。{" "}
            <Button
              size="small"
              type="link"
              onClick={() => {
                restore.mutate(file.id);
                message.destroy(key);
              }}
            >
              撤销
            </Button>
          </span>
        ),
      });
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  const again = useMutation({
    mutationFn: (file: string) => calls.readAgain(caseId, file),
    onSuccess: receive,
    onError: (error) => void message.error(wordsOf(error)),
  });

  const pages = pagesOf(view);
  const files = view.files.filter((file) => !file.removed);
  const removed = view.files.filter((file) => file.removed);
  const failed = files.filter((file) => file.state === "failed");
  const coming = files.filter((file) => file.pages.length === 0 && file.state !== "failed");
  const previewed = coming.find((file) => file.id === waitingFor);
  const shown = previewed
    ? undefined
    : (pages.find((entry) => entry.fileId === waitingFor) ??
      pages.find((entry) => entry.page.id === look.pageId) ??
      pages[0]);
  const preview = previewed ?? (shown ? undefined : coming.find((file) => previews.has(file.id)));
  // A wish to see a value (from the form or a problem) ends the waiting for a file.
  const [seenTurn, setSeenTurn] = useState(look.turn);
  if (seenTurn !== look.turn) {
    setSeenTurn(look.turn);
    setWaitingFor(null);
  }
  const goTo = useCallback(
    (pageId: string) => {
      setWaitingFor(null);
      lookAtPage(pageId);
    },
    [lookAtPage],
  );
  const shownId = shown?.page.id;
  const shownFile = files.find((file) => file.id === shown?.fileId);
  const empty = files.length === 0 && uploads.length === 0;

  useWindowKeys((event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const here = pages.findIndex((entry) => entry.page.id === shownId);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      const next = pages[here + step];
      if (next) goTo(next.page.id);
    } else if (event.key.toLowerCase() === "u" && editable) input.current?.click();
    else return;
    event.preventDefault();
  });

  useEffect(() => {
    strip.current
      ?.querySelector('[aria-current="true"]')
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [shownId]);

  const onMark = (mark: Mark) => {
    lookAtMark(mark);
    const pointer = mark.pointers[0];
    if (pointer) focusField(pointer);
    else document.querySelector<HTMLElement>(`[data-value="${mark.documentId}/${mark.field}"]`)?.focus();
  };

  const separator = {
    href: `/api/v1/cases/${caseId}/separator.pdf`,
    target: "_blank",
    rel: "noreferrer",
    title: "几件的材料一起扫描时，把分隔页放在这一件的材料前面，系统会自动分到各件",
  };

  const picker = (
    <input
      ref={input}
      type="file"
      multiple
      hidden
      data-testid="file-input"
      accept={ACCEPT}
      onChange={(event) => {
        add([...(event.target.files ?? [])]);
        event.target.value = "";
      }}
    />
  );

  return (
    <section className="col scans" aria-label="材料扫描件">
      {editable && picker}
      {over && (
        <div className="drop-over" aria-hidden="true">
          <CloudUploadOutlined /> 松手即可上传
        </div>
      )}
      {empty ? (
        editable ? (
          <>
          <button type="button" className="drop-zone" onClick={() => input.current?.click()}>
            <CloudUploadOutlined aria-hidden />
            <b>把扫描件拖到这里，或点此选择文件</b>
            <span>也可以直接粘贴（Ctrl+V）。可以一次放多份，不用分类：身份证、户口簿、证明、PDF 都行。</span>
            <span>读出的内容会自动填进右边的表。</span>
          </button>
          <p className="drop-aside">
            几件的材料要一起扫描？先{" "}
            <a {...separator}>打印分隔页</a>，放在这一件的材料前面，扫描后会自动分到各件。
          </p>
          </>
        ) : (
          <p className="empty">这一件没有扫描件。</p>
        )
      ) : (
        <>
          <div className="strip">
            <ul ref={strip} aria-label="材料页">
              {pages.map((entry) => {
                const title = titleOf(entry);
                const waiting = marks.filter(
                  (mark) => mark.box.page_id === entry.page.id && mark.open,
                );
                const bad = waiting.some((mark) => mark.surety === "contradiction");
                return (
                  <li key={entry.page.id}>
                    <button
                      type="button"
                      className="thumb"
                      aria-current={entry.page.id === shownId}
                      onClick={() => goTo(entry.page.id)}
                    >
                      <span className="thumb-image">
                        <img src={entry.page.image_url} alt="" loading="lazy" draggable={false} />
                        {waiting.length > 0 && (
                          <span className={bad ? "dot bad" : "dot"}>
                            {waiting.length}
                            <span className="sr">处{bad ? "不一致或待核对" : "待核对"}</span>
                          </span>
                        )}
                      </span>
                      <span className={entry.documents.length > 0 ? "thumb-title" : "thumb-title unknown"}>
                        {title}
                      </span>
                    </button>
                  </li>
                );
              })}
              {coming.map((file) => (
                <li key={file.id}>
                  <button
                    type="button"
                    className="thumb coming"
                    aria-current={file.id === preview?.id}
                    title={file.name}
                    onClick={() => setWaitingFor(file.id)}
                  >
                    <span className="thumb-image">
                      {previews.has(file.id) && <img src={previews.get(file.id)} alt="" draggable={false} />}
                      <Spin size="small" />
                    </span>
                    <span className="thumb-title">{file.state === "waiting" ? "等待读取" : "正在读取"}</span>
                  </button>
                </li>
              ))}
            </ul>
            {editable && (
              <button type="button" className="thumb add" onClick={() => input.current?.click()}>
                <span className="thumb-image">
                  <CloudUploadOutlined aria-hidden />
                </span>
                <span className="thumb-title">添加文件</span>
              </button>
            )}
            {editable && (
              <a className="thumb add" {...separator}>
                <span className="thumb-image">
                  <PrinterOutlined aria-hidden />
                </span>
                <span className="thumb-title">打印分隔页</span>
              </a>
            )}
          </div>
          {(uploads.length > 0 || failed.length > 0 || removed.length > 0) && (
            <ul className="file-notes" aria-label="文件情况">
              {uploads.map((upload) => (
                <UploadRow
                  key={upload.key}
                  upload={upload}
                  onRetry={() => retry(upload.key)}
                  onDismiss={() => dismiss(upload.key)}
                />
              ))}
              {failed.map((file) => (
                <li key={file.id} className="file-note bad">
                  <div role="alert">
                    <b>{file.name}</b>
                    <span>{file.message ?? "这份文件读不出来，请重新扫描后再传。"}</span>
                  </div>
                  {editable && (
                    <>
                      <Button size="small" onClick={() => again.mutate(file.id)}>
                        重新识别
                      </Button>
                      <Button size="small" onClick={() => remove.mutate(file)}>
                        移出
                      </Button>
                    </>
                  )}
                </li>
              ))}
              {editable &&
                removed.map((file) => (
                  <li key={file.id} className="file-note quiet">
                    <div>
                      <span>已移出：{file.name}</span>
                    </div>
                    <Button size="small" onClick={() => restore.mutate(file.id)}>
                      放回
                    </Button>
                  </li>
                ))}
            </ul>
          )}
          {shown ? (
            <>
              <Viewer
                page={shown.page}
                title={`${titleOf(shown)}，${shown.fileName}第${shown.page.number}页`}
                marks={marks.filter((mark) => mark.box.page_id === shown.page.id)}
                activeKey={look.markKey}
                target={look.box}
                turn={look.turn}
                onMark={onMark}
                controls={
                  <>
                    <span className="viewer-name" title={shown.fileName}>
                      {shown.fileName}
                    </span>
                    {editable && shownFile && (
                      <>
                        <Button
                          size="small"
                          type="text"
                          icon={<ReloadOutlined />}
                          loading={again.isPending}
                          onClick={() => again.mutate(shownFile.id)}
                        >
                          重新识别
                        </Button>
                        <Button
                          size="small"
                          type="text"
                          icon={<DeleteOutlined />}
                          loading={remove.isPending}
                          onClick={() => remove.mutate(shownFile)}
                        >
                          移出
                        </Button>
                      </>
                    )}
                  </>
                }
              />
              {shownFile &&
                view.reused
                  .filter((one) => one.file_id === shownFile.id)
                  .map((one) => (
                    <p key={one.title} className="finding reused">
                      {one.title}：来自 {one.case_no} 号办件（{dayText(one.accepted_on)}受理），居民同意复用
                      {one.original_seen ? "，原件当时已核" : "，当时没有核原件"}。
                    </p>
                  ))}
              {shownFile?.findings.map((finding, index) => (
                <p key={`${index} ${finding.code}`} className="finding">
                  {finding.message}
                </p>
              ))}
              <Values documents={shown.documents} pageId={shown.page.id} />
            </>
          ) : (
            <>
              {preview && previews.has(preview.id) && (
                <img className="preview-image" src={previews.get(preview.id)} alt={`${preview.name}，正在读取`} />
              )}
              <p className="empty">
                {coming.length > 0 ? "正在读取，通常每页几秒钟。可以先填右边的表。" : "还没有读出的页。"}
              </p>
            </>
          )}
        </>
      )}
    </section>
  );
}
