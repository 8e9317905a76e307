import { Segmented } from "antd";
import { lazy, Suspense, useState } from "react";

import { Wait } from "../shell/Wait";
import type { Change, Changes } from "./types";

const SideBySide = lazy(() => import("./SideBySide"));

/** What changes, in words of the office, by the part of the definition. */
export function ChangeWords({ changes: { changes, from_text: before, to_text: after } }: { changes: Changes }) {
  if (changes.length === 0)
    return (
      <p className="quiet">
        {withoutNumber(before) === withoutNumber(after)
          ? "没有改动。"
          : "内容没有说得出的改动：可能只改了注释或排版，也可能文本里还有错误。请看“改动”里的原文对照。"}
      </p>
    );
  const areas = new Map<string, Change[]>();
  for (const one of changes) areas.set(one.what, [...(areas.get(one.what) ?? []), one]);
  return (
    <div className="change-words">
      {[...areas].map(([area, some]) => (
        <section key={area} aria-label={area}>
          <h3>
            {area} <small className="quiet">{some.length}</small>
          </h3>
          <ul>
            {some.map((one, index) => (
              <li key={`${index} ${one.words}`}>{one.words}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** The number of the version changes with every draft; that alone is no change. */
const withoutNumber = (text: string) => text.replace(/^version:.*$/m, "");

interface ChangeListProps {
  changes: Changes;
  beforeTitle: string;
  afterTitle: string;
}

/** What changes between two texts: in words, or beside each other. */
export function ChangeList({ changes, beforeTitle, afterTitle }: ChangeListProps) {
  const [view, setView] = useState<"words" | "texts">("words");
  return (
    <>
      <Segmented
        aria-label="怎么看改动"
        value={view}
        onChange={setView}
        options={[
          { value: "words", label: "改了什么" },
          { value: "texts", label: "原文对照" },
        ]}
      />
      {view === "words" ? (
        <ChangeWords changes={changes} />
      ) : (
        <Suspense fallback={<Wait label="正在对照" />}>
          <SideBySide
            before={changes.from_text}
            after={changes.to_text}
            beforeTitle={beforeTitle}
            afterTitle={afterTitle}
          />
        </Suspense>
      )}
    </>
  );
}
