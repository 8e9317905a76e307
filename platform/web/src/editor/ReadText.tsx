import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";

import { finding, reading } from "./setup";

/** The text of a version, to be read and searched. */
export default function ReadText({ text, title }: { text: string; title: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      doc: text,
      extensions: [
        reading,
        finding,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": title, "aria-multiline": "true", tabindex: "0" }),
      ],
    });
    return () => made.destroy();
  }, [text, title]);
  return <div className="version-text" ref={host} />;
}
