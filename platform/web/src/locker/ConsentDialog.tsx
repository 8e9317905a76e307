import { PrinterOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Checkbox, DatePicker, Input, Modal, Radio, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";

import { useDesk } from "../case/context";
import { calls } from "../client/calls";
import type { Locker, LockerOffer } from "../client/types";
import { wordsOf } from "../shell/connection";
import { ConsentSheet, printConsent } from "./ConsentSheet";
import { kindsWanted } from "./offers";

type How = "in_person" | "paper" | "guardian";

/** Who agrees. */
export interface Person {
  name: string;
  number_at: string;
  minor: boolean;
}

interface Props {
  person: Person;
  offers: LockerOffer[];
  /** How many members of the household wait for this consent. */
  members: number;
  /** What there is lies with another office of the centre, if anywhere: only a consent for all services shows it. */
  elsewhere?: boolean;
  locker: Locker;
  onClose: () => void;
  onDone: (fresh: Locker) => void;
}

/** The resident is shown the words; the clerk notes how and for what consent was given. */
export function ConsentDialog({ person, offers, members, locker, elsewhere = false, onClose, onDone }: Props) {
  const { view } = useDesk();
  const [press] = useState(() => crypto.randomUUID());
  const sensitive = kindsWanted(offers);
  const [forAll, setForAll] = useState(elsewhere);
  const [kinds, setKinds] = useState<string[]>([]);
  const [how, setHow] = useState<How>(person.minor ? "guardian" : "in_person");
  const [guardian, setGuardian] = useState("");
  const [file, setFile] = useState<string | null>(null);
  const longest = locker.longest_until ? dayjs(locker.longest_until) : null;
  const [until, setUntil] = useState<Dayjs | null>(longest);
  const named = forAll ? [] : kinds;
  const words = useQuery({
    queryKey: ["consent-text", forAll ? "" : locker.service, named.join(","), until?.format("YYYY-MM-DD") ?? ""],
    queryFn: () => calls.consentText(forAll ? "" : locker.service, named, until?.format("YYYY-MM-DD") ?? null),
    staleTime: Infinity,
  });
  const give = useMutation({
    mutationFn: () =>
      calls.giveConsent(view.summary.id, {
        key: press,
        number_at: person.number_at,
        for_all: forAll,
        kinds: named as ("health" | "bank" | "minor")[],
        how,
        guardian: how === "guardian" ? guardian : "",
        file_id: how === "paper" ? file : null,
        until: until?.format("YYYY-MM-DD") ?? null,
      }),
    onSuccess: onDone,
  });
  const missing = sensitive.filter((kind) => !named.includes(kind.code));
  const covered = offers.filter((one) => one.kinds.every((kind) => named.includes(kind.code)));
  const papers = view.files.filter((one) => !one.removed);
  const ready =
    (how !== "paper" || file !== null) && (how !== "guardian" || guardian.trim() !== "") && until !== null && words.isSuccess;
  return (
    <>
      <Modal
        open
        title={`登记同意：${person.name}`}
        okText="居民已同意，登记"
        okButtonProps={{ disabled: !ready }}
        confirmLoading={give.isPending}
        onOk={() => give.mutate()}
        onCancel={onClose}
        width={640}
        destroyOnHidden
      >
        <div className="consent">
          <fieldset>
            <legend>同意用于</legend>
            <Radio.Group value={forAll} onChange={(event) => setForAll(event.target.value as boolean)}>
              <Radio value={false} disabled={elsewhere}>只用于本事项（{locker.service_title}）</Radio>
              <Radio value>本中心的所有事项</Radio>
            </Radio.Group>
          </fieldset>
          {sensitive.length > 0 && (
            <fieldset disabled={forAll}>
              <legend>敏感信息要单独同意</legend>
              <Checkbox.Group
                value={named}
                disabled={forAll}
                onChange={(values) => setKinds(values)}
                options={sensitive.map((kind) => ({ value: kind.code, label: kind.title }))}
              />
              {missing.length > 0 && (
                <small className="quiet block">
                  {forAll
                    ? "敏感信息不能一次同意用于所有事项；要复用这些材料，请选“只用于本事项”并单独勾选。"
                    : "居民逐项点头再勾；没有勾的，相应的材料不能复用。"}
                </small>
              )}
            </fieldset>
          )}
          <fieldset>
            <legend>怎样同意的</legend>
            <Radio.Group value={how} onChange={(event) => setHow(event.target.value as How)}>
              {person.minor ? (
                <Radio value="guardian">监护人代为同意</Radio>
              ) : (
                <>
                  <Radio value="in_person">本人当面同意</Radio>
                  <Radio value="paper">本人签字的同意书</Radio>
                </>
              )}
            </Radio.Group>
            {how === "guardian" && (
              <label className="consent-line">
                监护人姓名
                <Input value={guardian} maxLength={40} onChange={(event) => setGuardian(event.target.value)} />
              </label>
            )}
            {how === "paper" &&
              (papers.length > 0 ? (
                <label className="consent-line">
                  签字的那份扫描件
                  <Select
                    aria-label="签字的那份扫描件"
                    value={file}
                    placeholder="选一份"
                    onChange={setFile}
                    options={papers.map((one) => ({ value: one.id, label: one.name }))}
                  />
                </label>
              ) : (
                <small className="quiet block">先打印同意书请居民签字，扫描到本件后再来登记。</small>
              ))}
          </fieldset>
          <label className="consent-line">
            有效到
            <DatePicker
              aria-label="有效到"
              value={until}
              minDate={dayjs()}
              maxDate={longest ?? undefined}
              allowClear={false}
              onChange={(day) => setUntil(day)}
            />
          </label>
          <div className="consent-words" role="region" aria-label="读给居民听的话" tabIndex={0}>
            {words.data ? words.data.text.split("\n").map((line) => <p key={line}>{line}</p>) : <p className="quiet">正在准备同意书……</p>}
          </div>
          <p className="consent-foot">
            <span>
              {elsewhere ? "登记后再查一次本中心的其他社区" : `登记后可复用 ${covered.length} 份材料`}
              {members > 0 && `，${members} 位家庭成员`}。
            </span>
            <Button size="small" icon={<PrinterOutlined />} disabled={!words.data} onClick={printConsent}>
              打印同意书
            </Button>
          </p>
          {give.isError && <Alert type="error" title={wordsOf(give.error)} />}
        </div>
      </Modal>
      {words.data && <ConsentSheet name={person.name} guardian={how === "guardian"} text={words.data.text} />}
    </>
  );
}
