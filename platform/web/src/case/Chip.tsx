import { useContext } from "react";

import { DeskContext, type Desk } from "./context";
import { chipOf } from "./provenance";

/** Where the value of a field comes from, in two words. */
export function Chip({ pointer }: { pointer: string }) {
  const desk = useContext(DeskContext);
  return desk && <Origin pointer={pointer} desk={desk} />;
}

function Origin({ pointer, desk }: { pointer: string; desk: Desk }) {
  const { origin, view, edited, confirmedHere } = desk;
  const chip = chipOf(origin(pointer), view.documents, {
    edited: edited(pointer),
    confirmedHere: confirmedHere.has(pointer),
  });
  if (!chip) return null;
  return (
    <span className={`chip ${chip.tone}`} title={chip.spoken}>
      <span aria-hidden="true">{chip.text}</span>
      <span className="sr">{chip.spoken}</span>
    </span>
  );
}
