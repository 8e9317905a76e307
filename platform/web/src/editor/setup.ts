/** The text box in which definitions are written: what it shows, and what the keyboard does in it. */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { meaningAt, offersAt, type Offer } from "./complete";
import type { Knowledge } from "./knowledge";
import { placeAt } from "./where";

const PHRASES: Record<string, string> = {
  Find: "查找",
  Replace: "替换为",
  next: "下一个",
  previous: "上一个",
  all: "全部选中",
  "match case": "区分大小写",
  "by word": "整词",
  regexp: "正则",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "current match": "当前匹配",
  "replaced $ matches": "替换了 $ 处",
  "replaced match on line $": "替换了第 $ 行的匹配",
  "on line": "在第",
  "Go to line": "转到行",
  go: "转到",
  Diagnostics: "问题",
  "No diagnostics": "没有问题",
  "Fold line": "折叠",
  "Unfold line": "展开",
  "folded code": "已折叠的内容",
  "Folded lines": "已折叠",
  "Unfolded lines": "已展开",
  unfold: "展开",
  to: "到",
  Completions: "可以写的内容",
  "$ unchanged lines": "$ 行没有改动",
  "Revert this chunk": "用左边的",
  "Selection deleted": "已删除所选内容",
};

/** Colours with at least 4.5 : 1 on the paper. */
const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "#1d4f86", fontWeight: "500" },
  { tag: [tags.string, tags.content], color: "#1f2733" },
  { tag: tags.attributeValue, color: "#1b6e45" },
  { tag: tags.comment, color: "#5b6573", fontStyle: "italic" },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "#7a4a00" },
  { tag: [tags.keyword, tags.meta, tags.labelName, tags.typeName], color: "#8f1d16" },
]);

const looks = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-gutters": { backgroundColor: "#f7f8fa", color: "var(--ink-3)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "#eef3f944" },
  ".cm-activeLineGutter": { color: "var(--ink)" },
  ".cm-tooltip": { maxWidth: "460px", whiteSpace: "pre-wrap", borderRadius: "4px", fontSize: "13px" },
  ".cm-tooltip-hover .meaning": { padding: "6px 10px" },
  ".cm-completionDetail": { fontStyle: "normal", color: "var(--ink-3)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--blue)", color: "#fff" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "#fff" },
  ".cm-completionIcon": { display: "none" },
  ".cm-panels": { backgroundColor: "#f7f8fa", color: "var(--ink)", fontSize: "13px" },
  ".cm-panel.cm-search label": { fontSize: "13px" },
  ".cm-textfield, .cm-button": { minHeight: "26px", fontSize: "13px" },
  ".cm-panel.cm-search [name=close]": { minWidth: "26px", minHeight: "26px" },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"⋯"' },
  ".cm-foldPlaceholder": { color: "var(--ink-2)", backgroundColor: "var(--blue-soft)", border: "0", padding: "0 6px" },
});

const RANKS: Record<Offer["kind"], number> = { key: 2, value: 2, name: 1, function: 0 };

function completion(offer: Offer): Completion {
  return {
    label: offer.name,
    type: offer.kind,
    boost: RANKS[offer.kind] + Number(offer.first) * 4,
    apply: offer.name + offer.after,
    ...(offer.words ? { detail: offer.words } : {}),
  };
}

function source(knowledge: () => Knowledge) {
  return (context: CompletionContext): CompletionResult | null => {
    const { meta, names, vocabulary } = knowledge();
    const place = placeAt(context.state.doc.toString(), context.pos);
    if (!place) return null;
    const found = offersAt(place, meta, names, vocabulary);
    if (!found) return null;
    const typed = context.pos > found.from;
    if (!typed && !context.explicit && place.kind === "key") return null;
    return { from: found.from, options: found.offers.map(completion), validFor: /^[\w$./*-]*$/ };
  };
}

/** What the word under the mouse means. */
function meaning(knowledge: () => Knowledge): Extension {
  return hoverTooltip((view, pos) => {
    const line = view.state.doc.lineAt(pos);
    const found = [...line.text.matchAll(/[A-Za-z_/$][\w./*$-]*/g)].find(
      (one) => line.from + one.index <= pos && pos <= line.from + one.index + one[0].length,
    );
    if (!found) return null;
    const place = placeAt(view.state.doc.toString(), line.from + found.index);
    const { meta, names, vocabulary } = knowledge();
    const about = place ? meaningAt(place, found[0], meta, names, vocabulary) : "";
    if (!about) return null;
    return {
      pos: line.from + found.index,
      end: line.from + found.index + found[0].length,
      create: () => {
        const dom = document.createElement("div");
        dom.className = "meaning";
        dom.textContent = about;
        return { dom };
      },
    };
  });
}

/** Everything that any text of a definition shows, also one that only is read. */
export const reading: Extension = [
  EditorState.phrases.of(PHRASES),
  lineNumbers(),
  yaml(),
  syntaxHighlighting(colours),
  EditorView.lineWrapping,
  looks,
];

/** Folding and searching, without writing. */
export const finding: Extension = [
  codeFolding(),
  foldGutter(),
  search({ top: true }),
  keymap.of([...defaultKeymap, ...searchKeymap, ...foldKeymap]),
];

export function writing(knowledge: () => Knowledge, onSave: () => void): Extension {
  return [
    reading,
    highlightActiveLineGutter(),
    lintGutter(),
    codeFolding(),
    foldGutter(),
    history(),
    drawSelection(),
    rectangularSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    autocompletion({ override: [source(knowledge)], icons: false }),
    meaning(knowledge),
    keymap.of([
      { key: "Mod-s", preventDefault: true, run: () => (onSave(), true) },
      { key: "Tab", run: acceptCompletion },
      // Ctrl+Space switches the input method on most Chinese desktops.
      { key: "Alt-/", run: startCompletion },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
  ];
}
