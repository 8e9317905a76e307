import {
  ColumnWidthOutlined,
  ExpandOutlined,
  RedoOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from "react";

import type { Box, Page } from "../client/types";
import type { Mark } from "./provenance";
import { SURETY_TEXT } from "./provenance";
import { centreOf, fitScale, keepInside, turned, type Size, type View } from "./viewport";
import { useWindowKeys } from "../shell/useWindowKeys";

interface Props {
  page: Page;
  title: string;
  marks: Mark[];
  activeKey: string | null;
  /** A box to bring into the middle; `turn` repeats the wish. */
  target: Box | null;
  turn: number;
  onMark?: (mark: Mark) => void;
  controls?: ReactNode;
  /** Without buttons, for small pictures beside each other. */
  plain?: boolean;
}

const STEP = 1.25;

/** A page that can be moved, zoomed and turned, with the read values boxed on it. */
export function Viewer({ page, title, marks, activeKey, target, turn, onMark, controls, plain }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [view, setView] = useState<View | null>(null);
  const [dragging, setDragging] = useState(false);
  const drag = useRef<{ x: number; y: number; view: View; moved: boolean } | null>(null);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const ready = size.width > 0 && size.height > 0;
  const fit = useCallback(
    (mode: "width" | "page", rotation: number): View => {
      const shape = turned(page, rotation);
      const scale = fitScale(shape, size, mode);
      const top = mode === "width" ? Math.min(shape.height, size.height / scale) / 2 : shape.height / 2;
      return { scale, rotation, x: shape.width / 2, y: top };
    },
    [page, size],
  );

  // A new page, a new size or a new wish sets the view; the hands' own moves stay otherwise.
  const wish = `${page.id} ${turn} ${size.width}x${size.height}`;
  const [granted, setGranted] = useState("");
  if (ready && granted !== wish) {
    setGranted(wish);
    const samePage = granted.startsWith(`${page.id} `);
    const rotation = samePage ? (view?.rotation ?? 0) : 0;
    const base = samePage && view ? view : fit(plain ? "page" : "width", rotation);
    setView(target?.page_id === page.id ? centreOf(target, page, size, base, plain ?? false) : base);
  }

  const now = useMemo(
    () => view ?? { scale: 1, rotation: 0, x: page.width / 2, y: page.height / 2 },
    [view, page],
  );
  const move = useCallback(
    (next: View) => setView(keepInside(next, turned(page, next.rotation), size)),
    [page, size],
  );
  const zoom = useCallback((factor: number) => move({ ...now, scale: now.scale * factor }), [move, now]);
  const rotate = useCallback(() => setView(fit("width", (now.rotation + 90) % 360)), [fit, now.rotation]);

  useWindowKeys((event) => {
    if (plain) return;
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "=" || event.key === "+") zoom(STEP);
    else if (event.key === "-") zoom(1 / STEP);
    else if (event.key === "0") setView(fit("width", now.rotation));
    else if (event.key.toLowerCase() === "r") rotate();
    else return;
    event.preventDefault();
  });

  // Registered by hand: React's wheel listeners are passive and could not keep the page still.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) zoom(event.deltaY < 0 ? STEP : 1 / STEP);
      else move({ ...now, x: now.x + event.deltaX / now.scale, y: now.y + event.deltaY / now.scale });
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [zoom, move, now]);

  const pan = (dx: number, dy: number) => move({ ...now, x: now.x + dx / now.scale, y: now.y + dy / now.scale });

  const shape = turned(page, now.rotation);
  const placed =
    `translate(${size.width / 2}px, ${size.height / 2}px) scale(${now.scale}) ` +
    `translate(${shape.width / 2 - now.x}px, ${shape.height / 2 - now.y}px) ` +
    `rotate(${now.rotation}deg) translate(${-page.width / 2}px, ${-page.height / 2}px)`;

  return (
    <div className={plain ? "viewer plain" : "viewer"}>
      {!plain && (
        <div className="viewer-tools" role="toolbar" aria-label="看图工具">
          <Button
            title="适合宽度（Alt+0）"
              size="small"
              type="text"
              icon={<ColumnWidthOutlined />}
              aria-label="适合宽度"
              onClick={() => setView(fit("width", now.rotation))}
            />
          <Button
            title="整页"
              size="small"
              type="text"
              icon={<ExpandOutlined />}
              aria-label="整页"
              onClick={() => setView(fit("page", now.rotation))}
            />
          <Button
            title="缩小（Alt+-）"
              size="small"
              type="text"
              icon={<ZoomOutOutlined />}
              aria-label="缩小"
              onClick={() => zoom(1 / STEP)}
            />
          <Button
            title="放大（Alt+=）"
              size="small"
              type="text"
              icon={<ZoomInOutlined />}
              aria-label="放大"
              onClick={() => zoom(STEP)}
            />
          <Button
            title="转动画面，不改原件（Alt+R）" size="small" type="text" icon={<RedoOutlined />} aria-label="转动画面" onClick={rotate} />
          {controls}
        </div>
      )}
      <div
        ref={frame}
        className={dragging ? "viewer-frame dragging" : "viewer-frame"}
        tabIndex={0}
        role="group"
        aria-label={`扫描件：${title}`}
        onKeyDown={(event) => {
          if (event.altKey) return;
          const by = 60;
          if (event.key === "ArrowLeft") pan(-by, 0);
          else if (event.key === "ArrowRight") pan(by, 0);
          else if (event.key === "ArrowUp") pan(0, -by);
          else if (event.key === "ArrowDown") pan(0, by);
          else if (event.key === "+" || event.key === "=") zoom(STEP);
          else if (event.key === "-") zoom(1 / STEP);
          else return;
          event.preventDefault();
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          drag.current = { x: event.clientX, y: event.clientY, view: now, moved: false };
        }}
        onPointerMove={(event) => {
          const from = drag.current;
          if (!from) return;
          const dx = event.clientX - from.x;
          const dy = event.clientY - from.y;
          if (!from.moved && Math.hypot(dx, dy) < 4) return;
          if (!from.moved) {
            from.moved = true;
            setDragging(true);
            event.currentTarget.setPointerCapture(event.pointerId);
          }
          move({ ...from.view, x: from.view.x - dx / from.view.scale, y: from.view.y - dy / from.view.scale });
        }}
        onPointerUp={() => {
          drag.current = null;
          setDragging(false);
        }}
        onPointerCancel={() => {
          drag.current = null;
          setDragging(false);
        }}
      >
        {ready && (
          <svg width={size.width} height={size.height} aria-hidden="true">
            <g className="sheet" style={{ transform: placed }}>
              <image href={page.image_url} width={page.width} height={page.height} preserveAspectRatio="none" />
              {marks.map((mark) => (
                <rect
                  key={mark.key}
                  className={`box ${mark.surety}${mark.key === activeKey ? " active" : ""}`}
                  data-mark={`${mark.documentId}/${mark.field}`}
                  x={mark.box.x0 - 3}
                  y={mark.box.y0 - 3}
                  width={mark.box.x1 - mark.box.x0 + 6}
                  height={mark.box.y1 - mark.box.y0 + 6}
                  onClick={() => onMark?.(mark)}
                >
                  <title>
                    {mark.label}：{mark.value}（{SURETY_TEXT[mark.surety]}）
                  </title>
                </rect>
              ))}
            </g>
          </svg>
        )}
      </div>
    </div>
  );
}
