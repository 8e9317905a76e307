/** Where in a YAML text the cursor stands: the keys above it, and what is being typed. Half-written text is fine. */

export interface Place {
  /** Keys from the top down; "*" is an item of a list. For a value the last one is its own key. */
  path: string[];
  kind: "key" | "value";
  /** What stands between the beginning of the word and the cursor. */
  word: string;
  /** Offset of the word's beginning. */
  from: number;
  /** Keys of the same mapping with their plain values, wherever they stand. */
  siblings: Record<string, string>;
  /** Inside braces or brackets on one line, where no new line may be begun. */
  inFlow: boolean;
  /** Column at which a key of this mapping begins. */
  column: number;
}

interface Frame {
  kind: "root" | "key" | "item" | "flow-map" | "flow-list";
  name: string;
  indent: number;
  /** Keys of the mapping that stands in this frame. */
  members: Record<string, string>;
}

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#&*!|>'"%@`{}[\],][^#{}[\],]*?|\$[a-z]+))\s*:(?=\s|$)/;

/** A mark to which later places refer. */
const ANCHOR = /^&\S+\s+/;

function frame(kind: Frame["kind"], name: string, indent: number): Frame {
  return { kind, name, indent, members: {} };
}

const isFlow = (one: Frame | undefined) => one?.kind === "flow-map" || one?.kind === "flow-list";

/** Reads a text from its beginning up to the cursor, as a loader does, without minding what is wrong. */
class Reader {
  readonly frames: Frame[] = [frame("root", "", -1)];
  /** Lines deeper than this belong to a text block; null outside of one. */
  block: number | null = null;
  quote = "";
  /** The key of a pair within braces whose value has not ended. */
  pending: string | null = null;
  word = "";
  wordAt = 0;
  column = 0;
  kind: "key" | "value" = "key";
  inComment = false;

  get top(): Frame {
    const last = this.frames.at(-1);
    if (!last) throw new Error("the root is never taken away");
    return last;
  }

  /** One line; `offset` is where it begins in the text. */
  line(text: string, offset: number, last: boolean): void {
    this.inComment = false;
    if (isFlow(this.top) || this.quote) {
      this.flow(text, offset);
      return;
    }
    const indent = text.length - text.trimStart().length;
    const blank = text.trim() === "";
    if (this.block !== null) {
      if (blank || indent > this.block) {
        this.inComment = true;
        return;
      }
      this.block = null;
    }
    if (blank && !last) return;
    this.pending = null;
    if (text.trimStart().startsWith("#")) {
      this.inComment = true;
      return;
    }
    let at = indent;
    let dash = /^-(\s+|$)/.exec(text.slice(at));
    while (dash) {
      this.leave(at, "item");
      this.frames.push(frame("item", "*", at));
      at += dash[0].length;
      dash = /^-(\s+|$)/.exec(text.slice(at));
    }
    at += ANCHOR.exec(text.slice(at))?.[0].length ?? 0;
    const rest = text.slice(at);
    const key = KEY.exec(rest);
    if (!key) {
      if (/^[{[]/.test(rest)) {
        this.leave(at, "none");
        this.flow(rest, offset + at);
        return;
      }
      this.leave(at, "key");
      this.take("key", rest, offset + at, at);
      return;
    }
    const name = key[1] ?? key[2] ?? key[3] ?? "";
    this.leave(at, "key");
    const behind = rest.slice(key[0].length);
    const lead = behind.length - behind.trimStart().length;
    const begin = at + key[0].length + lead + (ANCHOR.exec(behind.trimStart())?.[0].length ?? 0);
    const value = text.slice(begin);
    this.top.members[name] = value.trim();
    this.frames.push(frame("key", name, at));
    if (/^[|>]/.test(value.trim())) {
      this.block = at;
      this.inComment = true;
    } else if (/^[{["']/.test(value.trimStart())) this.flow(value.trimStart(), offset + begin);
    else this.take("value", uncommented(value.trimStart()), offset + begin, at);
    if (/\s#/.test(value) && !/^\s*["']/.test(value)) this.inComment = true;
  }

  private take(kind: "key" | "value", word: string, at: number, column: number): void {
    this.kind = kind;
    this.word = word;
    this.wordAt = at;
    this.column = column;
  }

  /** Leaves what a line that begins at `column` no longer belongs to. */
  private leave(column: number, what: "key" | "item" | "none"): void {
    while (this.frames.length > 1) {
      const { kind, indent } = this.top;
      // A list may stand as deep as the key that it belongs to.
      const deeper = indent > column;
      const same = indent === column && (kind === "item" || (kind === "key" && what === "key"));
      const done = deeper || (same && what !== "none");
      if (!done) return;
      this.frames.pop();
    }
  }

  /** A stretch that may hold braces, brackets and quotes. */
  private flow(text: string, offset: number): void {
    let begin = 0;
    const put = (end: number) => {
      const raw = text.slice(begin, end);
      const lead = raw.length - raw.trimStart().length;
      const value = this.pending !== null || this.top.kind === "flow-list" || !isFlow(this.top);
      this.take(value ? "value" : "key", raw.trimStart(), offset + begin + lead, this.column);
    };
    const close = () => {
      if (this.pending !== null) this.top.members[this.pending] = this.word.trim();
      else if (this.top.kind === "flow-map" && this.word.trim()) this.top.members[this.word.trim()] = "";
      this.pending = null;
    };
    for (let at = 0; at < text.length; at += 1) {
      const sign = text.charAt(at);
      if (this.quote) {
        // An escaped sign, or the doubled quote that stands for one.
        if (this.quote === '"' ? sign === "\\" : text.startsWith("''", at)) at += 1;
        else if (sign === this.quote) this.quote = "";
        continue;
      }
      const before = text.slice(begin, at).trim().replace(/^&\S+$/, "");
      if ((sign === '"' || sign === "'") && before === "") this.quote = sign;
      else if (sign === "#" && (at === 0 || /\s/.test(text.charAt(at - 1)))) {
        this.inComment = true;
        return;
      } else if ((sign === "{" || sign === "[") && before === "") {
        const name = this.pending ?? (this.top.kind === "flow-list" ? "*" : null);
        if (this.pending !== null) this.top.members[this.pending] = "";
        this.pending = null;
        if (name !== null) this.frames.push(frame("key", name, Number.MAX_SAFE_INTEGER));
        this.frames.push(frame(sign === "{" ? "flow-map" : "flow-list", "", Number.MAX_SAFE_INTEGER));
        begin = at + 1;
      } else if (sign === ":" && this.top.kind === "flow-map" && this.pending === null && /^\s|^$/.test(text.slice(at + 1))) {
        this.pending = before.replace(/^["']|["']$/g, "");
        begin = at + 1;
      } else if (isFlow(this.top) && (sign === "," || sign === "}" || sign === "]")) {
        put(at);
        close();
        begin = at + 1;
        if (sign !== ",") {
          this.frames.pop();
          if (this.top.kind === "key" && this.top.indent === Number.MAX_SAFE_INTEGER) this.frames.pop();
          if (!isFlow(this.top)) begin = text.length;
        }
      }
    }
    if (begin <= text.length) put(text.length);
  }
}

function uncommented(text: string): string {
  const found = /(^|\s)#/.exec(text);
  return found ? text.slice(0, found.index) : text;
}

/** The place of the cursor at `pos`; null within comments and text blocks. */
export function placeAt(text: string, pos: number): Place | null {
  const reader = new Reader();
  const head = text.slice(0, pos);
  let offset = 0;
  const lines = head.split("\n");
  lines.forEach((line, index) => {
    reader.word = "";
    reader.wordAt = offset + line.length;
    reader.line(line, offset, index === lines.length - 1);
    offset += line.length + 1;
  });
  if (reader.inComment) return null;
  const { frames, pending } = reader;
  const names = frames.flatMap(({ kind, name }) => (kind === "key" || kind === "item" ? [name] : []));
  const inFlow = isFlow(reader.top);
  if (reader.top.kind === "flow-list") names.push("*");
  if (pending !== null) names.push(pending);
  const kind = inFlow ? (pending !== null || reader.top.kind === "flow-list" ? "value" : "key") : reader.kind;
  const holder = inFlow ? reader.top : kind === "value" ? (frames.at(-2) ?? reader.top) : reader.top;
  return {
    path: names,
    kind,
    word: reader.word,
    from: reader.wordAt,
    siblings: { ...membersAfter(text, pos, reader.column, inFlow), ...holder.members },
    inFlow,
    column: reader.column,
  };
}

/** Keys of the same mapping that stand behind the cursor. */
function membersAfter(text: string, pos: number, column: number, inFlow: boolean): Record<string, string> {
  const found: Record<string, string> = {};
  const rest = text.slice(pos);
  if (inFlow) {
    const end = rest.search(/[}\n]/);
    for (const [, key, value] of (end < 0 ? rest : rest.slice(0, end)).matchAll(/(?:^|,)\s*([\w$-]+):\s*([^,]*)/g))
      if (key) found[key] = (value ?? "").trim();
    return found;
  }
  for (const line of rest.split("\n").slice(1)) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const indent = line.length - line.trimStart().length;
    if (indent < column) break;
    const key = indent === column ? KEY.exec(line.trimStart()) : null;
    if (indent === column && !key) break;
    if (key) found[key[1] ?? key[2] ?? key[3] ?? ""] = line.trimStart().slice(key[0].length).trim();
  }
  return found;
}
