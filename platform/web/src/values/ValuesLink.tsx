import { Link } from "react-router";

import "./values.css";

/** The way to the read values, with how many wait; what is typed is saved before one leaves. */
export function ValuesLink({ caseId, waiting, onOpen }: { caseId: string; waiting: number; onOpen: () => void }) {
  return (
    <Link
      to={`/cases/${caseId}/values`}
      className={waiting > 0 ? "values-link waits" : "values-link"}
      title="Alt+V"
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
    >
      核对读取值{waiting > 0 && <b>{waiting}</b>}
    </Link>
  );
}
