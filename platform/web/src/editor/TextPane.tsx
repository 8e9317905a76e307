import { forceLinting, nextDiagnostic, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Compartment, EditorState, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref } from "react";

import type { Knowledge } from "./knowledge";
import { writing } from "./setup";
import type { TextProblem } from "./types";

/** What the rest of the screen may ask of the text. */
export interface TextHandle {
  goTo: (line: number, column: number) => void;
  /** Another text in the place of this one; one step that can be undone. */
  replace: (text: string) => void;
  nextProblem: () => void;
  focus: () => void;
}

interface TextPaneProps {
  initial: string;
  editable: boolean;
  problems: TextProblem[];
  /** The text that the problems are about. */
  checked: string | null;
  knowledge: Knowledge;
  onChange: (text: string) => void;
  onSave: () => void;
  ref?: Ref<TextHandle>;
}

function offsetOf(doc: Text, line: number, column: number): number {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(found.from + Math.max(column - 1, 0), found.to);
}

function diagnostics(doc: Text, problems: TextProblem[]): Diagnostic[] {
  return problems.map((one): Diagnostic => {
    const from = offsetOf(doc, one.line, one.column);
    const end = offsetOf(doc, one.end_line, one.end_column);
    // Several lines of red help nobody: the first one shows where it is.
    const to = Math.min(Math.max(end, from), doc.lineAt(from).to);
    return { from, to, severity: one.severity === "error" ? "error" : "warning", message: one.message };
  });
}

/** The text of a definition with everything that helps to write it. */
export function TextPane({ initial, editable, problems, checked, knowledge, onChange, onSave, ref }: TextPaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const locks = useRef(new Compartment());
  const latest = useRef({ knowledge, onChange, onSave, initial, editable });
  useLayoutEffect(() => {
    latest.current = { knowledge, onChange, onSave, initial, editable };
  });

  useEffect(() => {
    if (!host.current) return;
    const locked = locks.current;
    const made = new EditorView({
      parent: host.current,
      doc: latest.current.initial,
      extensions: [
        writing(
          () => latest.current.knowledge,
          () => latest.current.onSave(),
        ),
        locked.of(EditorState.readOnly.of(!latest.current.editable)),
        EditorView.contentAttributes.of({
          "aria-label": "服务定义文本（YAML）。按 Esc 再按 Tab 离开",
          "aria-multiline": "true",
          spellcheck: "false",
          tabindex: "0",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) latest.current.onChange(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: locks.current.reconfigure(EditorState.readOnly.of(!editable)) });
  }, [editable]);

  useEffect(() => {
    const { current } = view;
    if (!current || checked === null || current.state.doc.toString() !== checked.replace(/\r\n?/g, "\n")) return;
    current.dispatch(setDiagnostics(current.state, diagnostics(current.state.doc, problems)));
  }, [problems, checked]);

  useImperativeHandle(ref, () => ({
    goTo: (line, column) => {
      const { current } = view;
      if (!current) return;
      const at = offsetOf(current.state.doc, line, column);
      current.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      current.focus();
    },
    replace: (text) => {
      const { current } = view;
      current?.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text } });
    },
    nextProblem: () => {
      const { current } = view;
      if (!current) return;
      forceLinting(current);
      nextDiagnostic(current);
      current.focus();
    },
    focus: () => view.current?.focus(),
  }));

  return <div className="text-pane" ref={host} data-testid="definition-text" />;
}
