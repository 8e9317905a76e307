import { createPortal } from "react-dom";

import { useMe } from "../shell/session";

const PRINTING = "printing-consent";

/** Print the sheet that hangs below the page, and nothing else. */
export function printConsent() {
  document.body.classList.add(PRINTING);
  window.addEventListener("afterprint", () => document.body.classList.remove(PRINTING), { once: true });
  window.print();
}

/** 同意书 on paper, to be signed. On the screen it is not there. */
export function ConsentSheet({ name, guardian, text }: { name: string; guardian: boolean; text: string }) {
  const me = useMe();
  return createPortal(
    <div className="consent-sheet" aria-hidden>
      <h1>材料复用同意书</h1>
      <p>
        {me.grants[0]?.unit_name ?? ""}
        {me.demonstration && "（演示，人物和单位都是虚构的）"}
      </p>
      <p>居民：{name}</p>
      {text.split("\n").map((line) => (
        <p key={line} className="consent-sheet-line">
          {line}
        </p>
      ))}
      <p className="consent-sheet-sign">
        <span>{guardian ? "监护人签字：" : "本人签字："}</span>
        <span className="consent-sheet-day">日期：</span>
      </p>
    </div>,
    document.body,
  );
}
