import { formText } from "../case/Materials";
import { lackText, noteText, reasonText, type Paper, type PaperList } from "./papers";

/** What stands under a title; what is still open on the screen is only what has not been asked. */
function words({ material }: Paper, asking: boolean): string {
  const given = asking
    ? [reasonText(material), lackText(material)]
    : [
        formText(material),
        reasonText(material) || material.question,
        material.issuer && `开具：${material.issuer}`,
        noteText(material),
      ];
  return given.filter((part) => part).join(" · ");
}

function Papers({ papers, asking = false }: { papers: Paper[]; asking?: boolean }) {
  return (
    <ul className="papers">
      {papers.map((paper) => {
        const { material, whose } = paper;
        return (
          <li key={`${material.code} ${material.person_pointer ?? ""}`} data-paper={material.code}>
            <span className="tick" aria-hidden />
            <div>
              <b>{material.title}</b>
              {whose.length > 0 && <span className="paper-whose">{whose.join("、")}</span>}
              {material.to_confirm && <span className="tag tag-amber">待确认</span>}
              <small>{words(paper, asking)}</small>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** The papers to bring, those that the office looks up, and those that depend on what is not known yet. */
export function PaperTable({ list, printed = false }: { list: PaperList; printed?: boolean }) {
  const { bring, lookUp, open } = list;
  return (
    <>
      {bring.length > 0 && (
        <section aria-label="要带来">
          <h3>
            要带来 <span className="quiet">{bring.length} 种</span>
          </h3>
          <Papers papers={bring} />
        </section>
      )}
      {lookUp.length > 0 && (
        <section aria-label="先由窗口查询">
          <h3>
            先由窗口查询 <span className="quiet">平台上查得到的不用带，查不到再带</span>
          </h3>
          <Papers papers={lookUp} />
        </section>
      )}
      {open.length > 0 && (
        <section aria-label="还要看情况" className="papers-open">
          <h3>
            还要看情况 <span className="quiet">{printed ? "有这种情况的才带" : "问清楚了才知道要不要带"}</span>
          </h3>
          <Papers papers={open} asking={!printed} />
        </section>
      )}
    </>
  );
}
