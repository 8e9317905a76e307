import { kindText } from "./find";

/** Tells the office's own papers from the services for residents. */
export function KindTag({ kind, always = false }: { kind: string; always?: boolean }) {
  if (kind === "service" && !always) return null;
  return <span className={`tag tag-${kind === "service" ? "blue" : kind === "register" ? "green" : "grey"}`}>{kindText(kind)}</span>;
}
