import { formText } from "../case/Materials";
import type { HeldPaper } from "../client/types";
import { dayText } from "../shell/format";
import { lackText, noteText, reasonText, type Paper, type PaperList } from "./papers";

/** What the centre has of the applicant, by material. */
export type HeldByMaterial = ReadonlyMap<string, HeldPaper>;

/** What the counter tells of a paper that the centre has; what only needs no look is said as such. */
function heldText(held: HeldPaper, whose: boolean): string {
  const owner = whose ? "申请人的" : "";
  const until = held.until ? `，有效至${dayText(held.until)}` : "";
  const check = held.check ? "，核对仍有效后" : "，";
  return held.consented
    ? `${owner}本中心已有${until}，居民已同意${check}不用带`
    : `${owner}本中心已有${until}，居民同意后${held.check ? "、核对仍有效的，" : ""}不用带`;
}

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

function Papers({ papers, asking = false, held }: { papers: Paper[]; asking?: boolean; held?: HeldByMaterial }) {
  return (
    <ul className="papers">
      {papers.map((paper) => {
        const { material, whose } = paper;
        const known = held?.get(material.code);
        return (
          <li key={`${material.code} ${material.person_pointer ?? ""}`} data-paper={material.code}>
            <span className="tick" aria-hidden />
            <div>
              <b>{material.title}</b>
              {whose.length > 0 && <span className="paper-whose">{whose.join("、")}</span>}
              {material.to_confirm && <span className="tag tag-amber">待确认</span>}
              {known && (
                <span className={`tag ${known.consented ? "tag-green" : "tag-blue"} paper-held`}>
                  {heldText(known, whose.length > 0)}
                </span>
              )}
              <small>{words(paper, asking)}</small>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** The papers to bring, those that the office looks up, and those that depend on what is not known yet. */
export function PaperTable({ list, printed = false, held }: { list: PaperList; printed?: boolean; held?: HeldByMaterial }) {
  const { lookUp, open } = list;
  // What is asked for once, is there, is agreed to and certainly holds, is not asked for again.
  const there = list.bring.filter(({ material, whose }) => {
    const known = held?.get(material.code);
    return known !== undefined && known.consented && !known.check && whose.length === 0;
  });
  const bring = list.bring.filter((one) => !there.includes(one));
  return (
    <>
      {there.length > 0 && (
        <section aria-label="不用带">
          <h3>
            不用带 <span className="quiet">本中心已有，居民已同意复用</span>
          </h3>
          <ul className="papers">
            {there.map(({ material }) => (
              <li key={material.code} data-paper={material.code}>
                <span className="tick" aria-hidden>
                  ✓
                </span>
                <div>
                  <b>{material.title}</b>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {bring.length > 0 && (
        <section aria-label="要带来">
          <h3>
            要带来 <span className="quiet">{bring.length} 种</span>
          </h3>
          <Papers papers={bring} held={held} />
        </section>
      )}
      {lookUp.length > 0 && (
        <section aria-label="先由窗口查询">
          <h3>
            先由窗口查询 <span className="quiet">平台上查得到的不用带，查不到再带</span>
          </h3>
          <Papers papers={lookUp} held={held} />
        </section>
      )}
      {open.length > 0 && (
        <section aria-label="还要看情况" className="papers-open">
          <h3>
            还要看情况 <span className="quiet">{printed ? "有这种情况的才带" : "问清楚了才知道要不要带"}</span>
          </h3>
          <Papers papers={open} asking={!printed} held={held} />
        </section>
      )}
    </>
  );
}
