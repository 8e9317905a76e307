import { markedParts } from "./find";

/** A text with what the search found in it. */
export function Marked({ text, wanted }: { text: string; wanted: string }) {
  return markedParts(text, wanted).map(([part, found], index) =>
    found ? <mark key={index}>{part}</mark> : <span key={index}>{part}</span>,
  );
}
