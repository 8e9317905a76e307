/** The status of a case in one coloured word; the word alone tells it too. */
const TONES: Record<string, string> = {
  open: "blue",
  supplementing: "amber",
  under_review: "blue",
  on_notice: "blue",
  approved: "green",
  paying: "green",
  paid: "green",
  archived: "grey",
  refused: "red",
  withdrawn: "grey",
};

export function StatusTag({ status, title }: { status: string; title: string }) {
  return <span className={`tag tag-${TONES[status.toLowerCase()] ?? "blue"}`}>{title}</span>;
}
