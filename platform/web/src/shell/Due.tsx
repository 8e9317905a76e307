import { dayText } from "./format";

/** When something must be done; 暂定 where the calendar of that year is not known yet. */
export function Due({ on, provisional, overdue }: { on: string | null; provisional: boolean; overdue: boolean }) {
  if (!on) return <span className="quiet">未起算</span>;
  return (
    <span className={overdue ? "due-over" : undefined}>
      {dayText(on)}
      {overdue ? " 已超期" : ""}
      {provisional && (
        <small className="quiet" title="该年度的节假日安排尚未公布">
          {" "}
          暂定
        </small>
      )}
    </span>
  );
}
