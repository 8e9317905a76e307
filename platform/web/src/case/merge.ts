/**
 * What is typed here meets what somebody else (or the reading) has saved in the meantime.
 *
 * `base` is what the server had when the typing began; only where both sides changed the same
 * value differently is there a conflict, and then what was typed here stays until a person decides.
 */
import type { FormData, Json } from "../client/types";
import { isRecord, pointerOf, same } from "../form/pointers";

export interface Conflict {
  pointer: string;
  mine: Json;
  theirs: Json;
}

export interface Merged {
  form: FormData;
  conflicts: Conflict[];
}

/** Join both sides' changes since `base`. */
export function merge(base: FormData, mine: FormData, theirs: FormData): Merged {
  const conflicts: Conflict[] = [];
  const form = join(base, mine, theirs, [], conflicts) as FormData;
  return { form, conflicts };
}

function join(base: Json, mine: Json, theirs: Json, path: (string | number)[], conflicts: Conflict[]): Json {
  if (same(mine, theirs) || same(theirs, base)) return mine;
  if (same(mine, base)) return theirs;
  if (isRecord(mine) && isRecord(theirs)) {
    const before = isRecord(base) ? base : {};
    const joined: { [key: string]: Json } = {};
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
      const value = join(before[key], mine[key], theirs[key], [...path, key], conflicts);
      if (value !== undefined) joined[key] = value;
    }
    return joined;
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const before = Array.isArray(base) ? base : [];
    // Rows are matched by position: removing a row on one side while the other side changes
    // the list cannot be joined row by row.
    const grown = mine.length >= before.length && theirs.length >= before.length;
    if (grown) {
      const rows = Math.max(mine.length, theirs.length);
      return Array.from({ length: rows }, (_, row) =>
        row < mine.length && row < theirs.length
          ? join(before[row], mine[row], theirs[row], [...path, row], conflicts)
          : row < mine.length
            ? mine[row]
            : theirs[row],
      );
    }
  }
  conflicts.push({ pointer: pointerOf(path), mine, theirs });
  return mine;
}
