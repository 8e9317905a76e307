import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";

import { reading } from "./setup";

interface SideBySideProps {
  before: string;
  after: string;
  beforeTitle: string;
  afterTitle: string;
  /** Where given, the right text can be changed: by hand, or by taking a piece of the left one. */
  onChange?: (text: string) => void;
}

/** Two texts beside each other, with what differs; what is the same is folded away. */
export default function SideBySide({ before, after, beforeTitle, afterTitle, onChange }: SideBySideProps) {
  const host = useRef<HTMLDivElement>(null);
  const heard = useRef(onChange);
  const begun = useRef(after);
  const writable = onChange !== undefined;
  useLayoutEffect(() => {
    heard.current = onChange;
    if (!writable) begun.current = after;
  });

  // A text that is being changed here begins with `after` once; it is not put in again with each letter.
  const shown = writable ? null : after;
  useEffect(() => {
    if (!host.current) return;
    const named = (title: string) => EditorView.contentAttributes.of({ "aria-label": title, "aria-multiline": "true", tabindex: "0" });
    const made = new MergeView({
      parent: host.current,
      a: { doc: before, extensions: [reading, EditorState.readOnly.of(true), named(beforeTitle)] },
      b: {
        doc: shown ?? begun.current,
        extensions: [
          reading,
          EditorState.readOnly.of(!writable),
          named(afterTitle),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) heard.current?.(update.state.doc.toString());
          }),
        ],
      },
      collapseUnchanged: { margin: 3, minSize: 6 },
      ...(writable ? { revertControls: "a-to-b" as const } : {}),
    });
    return () => made.destroy();
  }, [before, shown, beforeTitle, afterTitle, writable]);

  return (
    <div className="side-by-side">
      <div className="side-titles" aria-hidden>
        <b>{beforeTitle}</b>
        <b>{afterTitle}</b>
      </div>
      <div className="side-texts" ref={host} />
    </div>
  );
}
