/** Where a page lies in the window of the viewer: pure geometry. */
import type { Box, Page } from "../client/types";

export interface Size {
  width: number;
  height: number;
}

/**
 * scale: screen pixels per page pixel. rotation: degrees clockwise, a multiple of 90.
 * x, y: the point of the turned page that lies in the middle of the window.
 */
export interface View {
  scale: number;
  rotation: number;
  x: number;
  y: number;
}

const SCALE_MIN = 0.05;
const SCALE_MAX = 6;
/** A boxed value shall be at least this high on the screen, in pixels. */
const LEGIBLE = 26;
const CLOSE_UP = 44;

/** The size of a page after turning it. */
export function turned(page: Size, rotation: number): Size {
  return rotation % 180 === 0
    ? { width: page.width, height: page.height }
    : { width: page.height, height: page.width };
}

export function fitScale(shape: Size, window: Size, mode: "width" | "page"): number {
  const wide = (window.width - 12) / shape.width;
  const scale = mode === "width" ? wide : Math.min(wide, (window.height - 12) / shape.height);
  return Math.min(SCALE_MAX, Math.max(SCALE_MIN, scale));
}

/** The middle of a box on the turned page. */
export function middleOf(box: Box, page: Size, rotation: number): { x: number; y: number } {
  const x = (box.x0 + box.x1) / 2;
  const y = (box.y0 + box.y1) / 2;
  if (rotation === 90) return { x: page.height - y, y: x };
  if (rotation === 180) return { x: page.width - x, y: page.height - y };
  if (rotation === 270) return { x: y, y: page.width - x };
  return { x, y };
}

/** Never show only emptiness: the middle of the window stays on the page. */
export function keepInside(view: View, shape: Size, window: Size): View {
  const scale = Math.min(SCALE_MAX, Math.max(SCALE_MIN, view.scale));
  const axis = (at: number, length: number, room: number) => {
    const half = room / scale / 2;
    if (length <= half * 2) return length / 2;
    const margin = 12 / scale;
    return Math.min(length - half + margin, Math.max(half - margin, at));
  };
  return {
    ...view,
    scale,
    x: axis(view.x, shape.width, window.width),
    y: axis(view.y, shape.height, window.height),
  };
}

/** Bring a box into the middle, large enough to be read. */
export function centreOf(box: Box, page: Page, window: Size, before: View, close: boolean): View {
  const shape = turned(page, before.rotation);
  const upright = before.rotation % 180 === 0;
  const width = upright ? box.x1 - box.x0 : box.y1 - box.y0;
  const height = upright ? box.y1 - box.y0 : box.x1 - box.x0;
  const widest = (window.width * 0.8) / Math.max(width, 1);
  const wanted = (close ? CLOSE_UP : LEGIBLE) / Math.max(height, 1);
  const lowest = fitScale(shape, window, close ? "page" : "width");
  const kept = close ? lowest : Math.max(before.scale, lowest);
  const scale = Math.max(lowest * 0.999, Math.min(Math.max(kept, wanted), widest));
  return keepInside({ ...before, ...middleOf(box, page, before.rotation), scale }, shape, window);
}
