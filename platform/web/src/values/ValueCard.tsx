import { CheckCircleFilled, CloseCircleFilled, EditOutlined, EyeInvisibleOutlined, StopOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useLayoutEffect, useRef, type RefObject } from "react";

import type { ReviewItem } from "../client/types";
import { checkOf } from "./checks";
import { useCrop } from "./crops";
import { firstDoubt, isOpen, marked, prefilled, type Nothing, type Verdict } from "./queue";

interface Props {
  item: ReviewItem;
  /** What stands in the box. */
  text: string;
  place: number;
  total: number;
  editable: boolean;
  fault: string | null;
  box: RefObject<HTMLInputElement | null>;
  onText: (text: string) => void;
  onDecide: () => void;
  onNothing: (why: Nothing) => void;
  /** Move without deciding; false where there is nothing further. */
  onMove: (step: 1 | -1) => boolean;
}

const MONOSPACED = new Set([
  "id_number",
  "id_numbers",
  "card_number",
  "bank_account",
  "org_code",
  "cert_number",
  "disability_number",
  "date",
  "date_or_longterm",
  "money",
  "phone",
  "number",
]);

const percent = (share: number) => `${Math.round(share * 100)}%`;

/** One value: its region of the scan, what the machine read, and the box for what is right. */
export function ValueCard(props: Props) {
  const { item, text, place, total, editable, fault, box, onText, onDecide, onNothing, onMove } = props;
  const crop = useCrop(item.crop_url);
  const check = checkOf(item.value_type, text);
  const changed = text.trim() !== prefilled(item);
  const form = MONOSPACED.has(item.value_type) ? "mono" : "";

  // The box is one and the same for every value, so that the keyboard never leaves it.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.focus({ preventScroll: true });
    const begin = prefilled(item);
    const doubt = element.value === begin && item.machine === begin ? firstDoubt(begin, item.doubtful) : null;
    if (doubt) element.setSelectionRange(...doubt);
    else element.select();
    // Only another value moves the caret; an answer about the same one does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [item.id, box]);

  return (
    <section className="value-card" aria-label="当前值">
      <div className="value-card-head">
        <h2>{item.label}</h2>
        <span className="value-card-where">
          {item.document_title}
          {item.document_of !== null && item.document_of !== item.machine && ` · ${item.document_of}`}
          {item.page && ` · 第${item.page.number}页`}
        </span>
        {item.handwritten && <span className="tag tag-amber">手写</span>}
        {item.auto && <span className="tag tag-blue">自动填入</span>}
        <span className="grow" />
        <span className="quiet">
          第 {place} / {total} 项
        </span>
        <span className="sr" aria-live="polite">
          {item.label}，{item.missed ? "机器没有读出" : `机器读作 ${item.machine}`}，第{place}项，共{total}项
        </span>
      </div>
      <div className={crop === undefined ? "value-crop waits" : "value-crop"}>
        {crop ? (
          <img
            src={crop}
            alt={item.missed ? `扫描件上应有“${item.label}”的地方` : `扫描件上“${item.label}”处的图像`}
            draggable={false}
          />
        ) : crop === undefined ? (
          <span className="sr">正在取图</span>
        ) : (
          <p>
            {item.crop_url === null
              ? "这个值没有自己的位置（由其他内容推算得出），请对照右边的整页。"
              : "这一处的图像没有取到，请对照右边的整页。"}
          </p>
        )}
      </div>
      {item.missed ? <Missed /> : <Machine item={item} form={form} />}
      <label className="value-answer">
        <span className="sr">
          {item.label}，第{place}项，共{total}项，按扫描件核对
        </span>
        <input
          ref={box}
          className={`value-input ${form}${changed ? " changed" : ""}`}
          value={text}
          readOnly={!editable}
          spellCheck={false}
          autoComplete="off"
          aria-describedby="value-check value-machine"
          aria-keyshortcuts="Enter Tab Alt+K Alt+N Alt+Z"
          data-value-id={item.id}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
            if (event.key === "Enter") {
              // A key that is held down has not looked at anything.
              if (!event.repeat) onDecide();
            }
            else if (event.key === "Escape" && changed) onText(prefilled(item));
            // At either end Tab goes on to what surrounds the box: nobody is locked in.
            else if (event.key !== "Tab" || !onMove(event.shiftKey ? -1 : 1)) return;
            event.preventDefault();
          }}
        />
      </label>
      <p id="value-check" className="value-check" aria-live="polite">
        {fault !== null ? (
          <span className="bad" role="alert">
            {fault}
          </span>
        ) : (
          <>
            {check && (
              <span className={check.ok ? "good" : "bad"}>
                {check.ok ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />} {check.words}
              </span>
            )}
            <Standing item={item} />
            {item.notes.map((note) => (
              <span key={note} className="amber">
                {note}
              </span>
            ))}
          </>
        )}
      </p>
      {editable && (
        <div className="value-keys">
          <Button type="primary" onClick={onDecide} icon={changed ? <EditOutlined /> : undefined}>
            {item.missed ? "填入" : changed ? "改正" : "无误"} <kbd>Enter</kbd>
          </Button>
          <Button onClick={() => onNothing("unreadable")} icon={<EyeInvisibleOutlined />}>
            看不清 <kbd>Alt+K</kbd>
          </Button>
          <Button onClick={() => onNothing("absent")} icon={<StopOutlined />} title="这份材料上没有这一项">
            此件上没有 <kbd>Alt+N</kbd>
          </Button>
          <Button onClick={() => onMove(1)}>
            跳过 <kbd>Tab</kbd>
          </Button>
          <span className="grow" />
          {item.fills.length > 0 && <span className="quiet fills">填入：{item.fills.join("、")}</span>}
        </div>
      )}
    </section>
  );
}

/** The paper should say it, and nothing was read. */
function Missed() {
  return (
    <p id="value-machine" className="value-machine">
      <span className="amber">机器没有读出这一项。</span>
      <span className="quiet">照扫描件输入；这份材料上没有这一项的，按 Alt+N。</span>
    </p>
  );
}

/** What the machine read, with the characters on which it is not sure. */
function Machine({ item, form }: { item: ReviewItem; form: string }) {
  const surety = item.confidence >= 0.9 ? "high" : item.confidence >= 0.7 ? "middle" : "low";
  return (
    <p id="value-machine" className="value-machine">
      <span className="quiet">机器读作</span>
      <span className={`value-read ${form} ${item.doubtful.length === 0 && !item.auto ? surety : ""}`}>
        {marked(item.machine, item.doubtful).map(([part, doubt], at) =>
          doubt ? (
            <mark key={at} className="doubt" title="把握不大，请看清这里">
              {part}
            </mark>
          ) : (
            <span key={at}>{part}</span>
          ),
        )}
      </span>
      <span className={`value-sure ${surety}`}>把握 {percent(item.confidence)}</span>
      {item.alternatives.map((other, at) => (
        <span key={other} className="value-other">
          另读作 <span className={form}>{other}</span> {at < 9 && <kbd>Alt+{at + 1}</kbd>}
        </span>
      ))}
      {item.raw !== "" && item.raw !== item.machine && <span className="quiet value-raw">票面：{item.raw}</span>}
    </p>
  );
}

function Standing({ item }: { item: ReviewItem }) {
  if (isOpen(item)) return null;
  const words = { confirmed: "已确认无误", corrected: "已改正", unreadable: "已标为看不清", absent: "已标为此件上没有" }[
    item.state as Verdict
  ];
  return (
    <span className="quiet">
      {words}
      {item.reviewed_by !== null && `（${item.reviewed_by}）`}
    </span>
  );
}

interface FinishedProps {
  /** Values that have come in since. */
  open: number;
  samples: number;
  onResume: () => void;
  onSample: () => void;
  onLeave: () => void;
}

/** Brings the finished screen's first button under the hand. */
export function Finished({ open, samples, onResume, onSample, onLeave }: FinishedProps) {
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    first.current?.focus();
  }, [open]);
  return (
    <section className="value-card finished" aria-label="当前值">
      <div role="status">
        <h2>
          {open === 0 && <CheckCircleFilled aria-hidden />} {open === 0 ? "都核对过了" : `又有 ${open} 项要核对`}
        </h2>
      </div>
      <p className="quiet">改正的内容已经带进申请表，也留作识别准确率的依据。</p>
      <div className="buttons" onKeyDown={(event) => event.repeat && event.preventDefault()}>
        {open > 0 && (
          <Button ref={first} type="primary" onClick={onResume}>
            继续核对
          </Button>
        )}
        <Button ref={open > 0 ? undefined : first} type={open > 0 ? "default" : "primary"} onClick={onLeave}>
          回到办件页
        </Button>
        {samples > 0 && <Button onClick={onSample}>再抽查 {samples} 项自动填入的值</Button>}
      </div>
    </section>
  );
}
