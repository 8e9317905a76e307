import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";

import { calls } from "../client/calls";
import type { FormData } from "../client/types";
import type { HeldByMaterial } from "../services/PaperTable";
import { wordsOf } from "../shell/connection";
import "./locker.css";

export interface Known {
  held: HeldByMaterial;
  household: number;
  /** Name and number, to be carried into the form of the case that begins here. */
  answers: FormData;
}

interface Props {
  code: string;
  known: Known | null;
  onKnown: (known: Known | null) => void;
}

/** Who is it? With name and number the list tells what the centre has already. */
export function KnownPerson({ code, known, onKnown }: Props) {
  const [name, setName] = useState("");
  const [number, setNumber] = useState("");
  const ask = useMutation({
    mutationFn: () => calls.heldBefore(code, name.trim(), number.trim().toUpperCase()),
    onSuccess: (found) =>
      onKnown({
        held: new Map(found.held.map((one) => [one.material, one])),
        household: found.household,
        answers: {
          ...(found.name_at && { [found.name_at.slice(1)]: name.trim() }),
          ...(found.number_at && { [found.number_at.slice(1)]: number.trim().toUpperCase() }),
        },
      }),
  });
  const ready = name.trim().length > 1 && number.trim().length === 18;
  const change = (put: (text: string) => void) => (event: { target: { value: string } }) => {
    put(event.target.value);
    ask.reset();
    onKnown(null);
  };
  return (
    <div className="known-person" role="group" aria-label="查本中心已有的材料">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !ask.isPending) ask.mutate();
        }}
      >
        <label>
          申请人姓名
          <Input value={name} onChange={change(setName)} maxLength={40} autoComplete="off" style={{ width: "9em" }} />
        </label>
        <label>
          申请人身份证号
          <Input
            value={number}
            onChange={change(setNumber)}
            maxLength={18}
            autoComplete="off"
            className="mono"
            style={{ width: "13.5em" }}
          />
        </label>
        <Button htmlType="submit" disabled={!ready} loading={ask.isPending}>
          查本中心已有
        </Button>
      </form>
      {ask.isError && (
        <p className="form-error" role="alert">
          {wordsOf(ask.error)}
        </p>
      )}
      {known && (
        <p role="status">
          {known.held.size + known.household === 0
            ? "本中心没有可以复用的材料，请按清单带齐。"
            : `本中心已有 ${known.held.size} 种可复用的材料${known.household > 0 ? `，上次登记的家庭成员 ${known.household} 人` : ""}，清单里已标出。开始办理后登记居民同意，就能带入。`}
        </p>
      )}
      {!known && !ask.isError && <small className="quiet block">以前在本中心办过事的，查一下可以少带材料。查询会留下记录。</small>}
    </div>
  );
}
