import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { useDesk } from "../case/context";
import { calls } from "../client/calls";
import type { Borrower, Case, Locker as LockerView, LockerOffer } from "../client/types";
import { wordsOf } from "../shell/connection";
import { dayText } from "../shell/format";
import { useWindowKeys } from "../shell/useWindowKeys";
import { ConsentDialog, type Person } from "./ConsentDialog";
import { lookKey, papersOf, stillWanted, tickedAtFirst } from "./offers";
import "./locker.css";

/** 本中心已有的材料: what earlier cases hold, offered to this one; nothing is taken silently. */
export function Locker() {
  const { view } = useDesk();
  const caseId = view.summary.id;
  const key = lookKey(view);
  const found = useQuery({
    queryKey: ["locker", caseId, key],
    queryFn: () => calls.locker(caseId),
    enabled: key !== "",
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (found.isError)
    return (
      <Fold count={0}>
        <p className="field-warn">
          材料库没能查成：{wordsOf(found.error)}{" "}
          <Button size="small" onClick={() => void found.refetch()}>
            重查
          </Button>
        </p>
      </Fold>
    );
  if (!found.data) return null;
  const papers = found.data.persons.flatMap((one) => papersOf(stillWanted(one.offers, view)));
  const members = found.data.persons.flatMap((one) => one.members);
  const queryKey = ["locker", caseId, key];
  const others = askable(found.data, view);
  if (papers.length + members.length === 0)
    return (
      others.length > 0 && (
        <Fold count={0} open={false}>
          <Elsewhere key={key} others={others} locker={found.data} queryKey={queryKey} />
        </Fold>
      )
    );
  return (
    <Fold count={papers.length}>
      <Offered key={key} locker={found.data} queryKey={queryKey} />
      {others.length > 0 && <Elsewhere others={others} locker={found.data} queryKey={queryKey} />}
    </Fold>
  );
}

/** Who may be known to another office of the centre; a minor's papers want a consent for the very service, which shows nothing of others. */
function askable(locker: LockerView, view: Case): Person[] {
  const open = view.evaluation.materials.some((one) => one.status === "missing" || one.status === "unchecked");
  return open ? locker.others.filter((one) => !one.minor) : [];
}

/** With consent for all services, what other offices of the centre keep is shown too. */
function Elsewhere({ others, locker, queryKey }: { others: Person[]; locker: LockerView; queryKey: unknown[] }) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [agreeing, setAgreeing] = useState<Person | null>(null);
  return (
    <p className="locker-none quiet">
      {others.map((one) => one.name).join("、")}在本社区没有可复用的材料。在本中心其他社区办过事的，
      {others.map((one) => (
        <button key={one.number_at} type="button" className="linklike" onClick={() => setAgreeing(one)}>
          登记{one.name}的同意再查
        </button>
      ))}
      {agreeing && (
        <ConsentDialog
          person={agreeing}
          offers={[]}
          members={0}
          locker={locker}
          elsewhere
          onClose={() => setAgreeing(null)}
          onDone={(fresh) => {
            setAgreeing(null);
            queries.setQueryData(queryKey, fresh);
            if (fresh.others.some((one) => one.number_at === agreeing.number_at))
              void message.info(`查过了，本中心没有${agreeing.name}可复用的材料，请按清单收取。`);
          }}
        />
      )}
    </p>
  );
}

function Fold({ count, open = true, children }: { count: number; open?: boolean; children: React.ReactNode }) {
  return (
    <details className="fold locker" open={open}>
      <summary>
        <h2>本中心已有</h2>
        {count > 0 && <span className="tag tag-blue">可复用 {count}</span>}
        {!open && <span className="tag tag-grey">没有可复用的</span>}
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}

function Offered({ locker, queryKey }: { locker: LockerView; queryKey: unknown[] }) {
  const { view, receive, flush } = useDesk();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const caseId = view.summary.id;
  const [touched, setTouched] = useState<Record<string, boolean>>({});
  const [agreeing, setAgreeing] = useState<Borrower | null>(null);
  const first = tickedAtFirst(locker, view);
  const offers = locker.persons.flatMap((one) => papersOf(stillWanted(one.offers, view)));
  const ticked = offers.filter((one) => one.consented && (touched[one.key] ?? first.includes(one.key)));
  const show = async (fresh: LockerView) => {
    const present = await calls.case(caseId);
    // What was just answered is not looked up once more because the form has changed by it.
    for (const one of [queryKey, ["locker", caseId, lookKey(present)]]) queries.setQueryData(one, fresh);
    receive(present);
  };
  const take = useMutation({
    mutationFn: async () => {
      await flush();
      return calls.takeFromLocker(caseId, ticked.map((one) => one.key));
    },
    onSuccess: (fresh) => {
      void message.success(`已带入 ${ticked.length} 份材料，注明了来自哪一件。不合适的可以在左边移出。`);
      return show(fresh);
    },
    onError: (error) => {
      void message.error(wordsOf(error));
      void queries.invalidateQueries({ queryKey: ["locker", caseId] });
    },
  });
  useWindowKeys((event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.key.toLowerCase() !== "l") return;
    event.preventDefault();
    if (ticked.length > 0 && !take.isPending) take.mutate();
  });
  return (
    <>
      {locker.persons.map((person) => (
        <PersonBlock
          key={person.number_at}
          person={person}
          offers={papersOf(stillWanted(person.offers, view))}
          ticked={ticked.map((one) => one.key)}
          onTick={(key, on) => setTouched((before) => ({ ...before, [key]: on }))}
          onAgree={() => setAgreeing(person)}
          onShow={show}
        />
      ))}
      {ticked.length > 0 && (
        <Button type="primary" size="small" loading={take.isPending} onClick={() => take.mutate()} title="Alt+L">
          带入 {ticked.length} 份材料
        </Button>
      )}
      {take.isPending && (
        <p className="quiet" role="status">
          正在带入，稍等几秒……
        </p>
      )}
      {agreeing && (
        <ConsentDialog
          person={agreeing}
          offers={papersOf(stillWanted(agreeing.offers, view))}
          members={agreeing.members.length}
          locker={locker}
          onClose={() => setAgreeing(null)}
          onDone={(fresh) => {
            setAgreeing(null);
            void show(fresh);
          }}
        />
      )}
    </>
  );
}

interface PersonProps {
  person: Borrower;
  offers: LockerOffer[];
  ticked: string[];
  onTick: (key: string, on: boolean) => void;
  onAgree: () => void;
  onShow: (fresh: LockerView) => Promise<void>;
}

function PersonBlock({ person, offers, ticked, onTick, onAgree, onShow }: PersonProps) {
  const agreed = offers.filter((one) => one.consented);
  const closed = offers.filter((one) => !one.consented);
  const membersClosed = person.members.some((one) => !one.consented);
  if (offers.length + person.members.length === 0) return null;
  return (
    <section className="locker-person" aria-label={person.name}>
      <h3>
        {person.name}
        {person.may_open && (
          <Link className="locker-page" to={`/residents/${person.resident}`}>
            居民页
          </Link>
        )}
      </h3>
      <ul>
        {agreed.map((offer) => (
          <li key={offer.key} data-offer={offer.document_type}>
            <Checkbox checked={ticked.includes(offer.key)} onChange={(event) => onTick(offer.key, event.target.checked)}>
              {offer.title}
            </Checkbox>
            {offer.check && <span className="tag tag-amber">请核对是否仍有效</span>}
            <small className="quiet block">{aboutOffer(offer)}</small>
          </li>
        ))}
      </ul>
      {(closed.length > 0 || membersClosed) && (
        <div className="locker-closed">
          <p>
            本中心已有
            {[
              closed.length > 0 && closed.map((one) => one.title).join("、"),
              membersClosed && `上次登记的家庭成员 ${person.members.filter((one) => !one.consented).length} 人`,
            ]
              .filter(Boolean)
              .join("，以及")}
            ，取得{person.minor ? "监护人" : "本人"}同意后可复用，不用再交。
          </p>
          <Button size="small" onClick={onAgree}>
            登记{person.name}的同意
          </Button>
        </div>
      )}
      <Members person={person} onShow={onShow} />
    </section>
  );
}

function aboutOffer(offer: LockerOffer): string {
  return [
    `来自 ${offer.case_no} 号办件，${dayText(offer.accepted_on)}受理`,
    offer.until ? `有效至 ${dayText(offer.until)}` : !offer.check && "长期有效",
    offer.original_seen ? "原件已核" : "当时没有核原件",
    `${offer.pages} 页`,
    offer.waiting > 0 && `${offer.waiting} 处读取值待核对`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** 上次登记的家庭成员: rows that the clerk takes over by a click. */
function Members({ person, onShow }: { person: Borrower; onShow: (fresh: LockerView) => Promise<void> }) {
  const { view, flush } = useDesk();
  const { message } = App.useApp();
  const open = person.members.filter((one) => one.consented);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const wanted = open.filter((one) => !left.has(one.link)).map((one) => one.link);
  const take = useMutation({
    mutationFn: async () => {
      await flush();
      return calls.takeHousehold(view.summary.id, wanted);
    },
    onSuccess: (fresh) => {
      void message.success(`已把 ${wanted.length} 位家庭成员填进表里，请核对关系和现在的情况。`);
      return onShow(fresh);
    },
    onError: (error) => void message.error(wordsOf(error)),
  });
  const source = open[0];
  if (!source) return null;
  return (
    <div className="locker-members" role="group" aria-label="上次登记的家庭成员">
      <h4>上次登记的家庭成员</h4>
      <small className="quiet block">
        来自 {source.case_no} 号办件，{dayText(source.since)}受理
      </small>
      <ul>
        {open.map((member) => (
          <li key={member.link}>
            <Checkbox
              checked={!left.has(member.link)}
              onChange={(event) =>
                setLeft((before) => {
                  const after = new Set(before);
                  if (event.target.checked) after.delete(member.link);
                  else after.add(member.link);
                  return after;
                })
              }
            >
              {member.name} <span className="quiet">{member.relation}</span>
            </Checkbox>
            <small className="mono quiet">{member.number}</small>
          </li>
        ))}
      </ul>
      <Button size="small" disabled={wanted.length === 0} loading={take.isPending} onClick={() => take.mutate()}>
        填入 {wanted.length} 位成员
      </Button>
    </div>
  );
}
