import { Link } from "react-router";

import { momentText } from "../shell/format";
import type { DraftSummary } from "./types";
import { draftState } from "./words";

/** The drafts that are open; those that wait for this person's look first. */
export function DraftRows({ drafts }: { drafts: DraftSummary[] }) {
  const open = drafts.filter((one) => one.state === "editing" || one.state === "submitted");
  if (open.length === 0) return null;
  const mine = open.filter((one) => one.state === "submitted" && one.may_publish);
  const rest = open.filter((one) => !mine.includes(one));
  const rows = (some: DraftSummary[]) => (
    <ul className="draft-rows">
      {some.map((one) => {
        const [word, tone] = draftState(one.state);
        return (
          <li key={one.id}>
            <Link to={`/definitions/drafts/${one.id}`}>
              <b>{one.title}</b>
              <span className={`tag ${tone}`}>{word}</span>
              {one.returned_reason && one.state === "editing" && <span className="tag tag-amber">被退回</span>}
              <small className="quiet">
                第 {one.version} 版 · {one.updated_by} {momentText(one.updated_at)}
              </small>
            </Link>
          </li>
        );
      })}
    </ul>
  );
  return (
    <>
      {mine.length > 0 && (
        <section aria-label="等您复核">
          <h2>
            等您复核 <small className="quiet">{mine.length} 份</small>
          </h2>
          {rows(mine)}
        </section>
      )}
      {rest.length > 0 && (
        <section aria-label="草稿">
          <h2>
            草稿 <small className="quiet">{rest.length} 份</small>
          </h2>
          {rows(rest)}
        </section>
      )}
    </>
  );
}
