import type { ReviewItem } from "../client/types";

/** A value that should stand on the paper and was not read. */
export function missed(id: string, changes: Partial<ReviewItem> = {}): ReviewItem {
  return value(id, { missed: true, machine: "", value: "", confidence: 0, ...changes });
}

/** A value in the queue, waiting for a look. */
export function value(id: string, changes: Partial<ReviewItem> = {}): ReviewItem {
  return {
    id,
    document_id: "d1",
    document_title: "居民身份证",
    document_of: "王桂兰",
    file_name: "身份证.jpg",
    page: null,
    field: id,
    label: id,
    value_type: "text",
    missed: false,
    machine: "王桂蓝",
    raw: "",
    doubtful: [],
    alternatives: [],
    confidence: 0.6,
    auto: false,
    sampled: false,
    handwritten: false,
    box: null,
    crop_url: null,
    state: "waiting",
    value: "王桂蓝",
    revision: 0,
    reviewed_by: null,
    reviewed_at: null,
    notes: [],
    fills: [],
    ...changes,
  };
}
