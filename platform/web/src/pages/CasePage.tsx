import { ArrowLeftOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { calls } from "../client/calls";
import { ApiError } from "../client/client";
import type { Box, Case, Json, Problem, ServiceForm } from "../client/types";
import { Conflicts } from "../case/Conflicts";
import { NewerVersion } from "../case/NewerVersion";
import { DeskContext, EyesContext, type Desk, type Eyes, type Look } from "../case/context";
import { isUnfilled, realProblems } from "../case/evidence";
import { focusField } from "../case/focus";
import { EvidenceDialog } from "../case/Problems";
import { marksOf, originOf, pendingPointers, type Mark } from "../case/provenance";
import { SaveSign } from "../case/SaveSign";
import { Progress } from "../case/Progress";
import { Scans } from "../case/Scans";
import { Side } from "../case/Side";
import { Stages } from "../case/Stages";
import { useDraft } from "../case/useDraft";
import { membersOf, officeFields, sectionsOf, type Schema } from "../form/parts";
import { isRecord, valueAt } from "../form/pointers";
import { ValuesLink } from "../values/ValuesLink";
import { wordsOf } from "../shell/connection";
import { Due } from "../shell/Due";
import { placesFor } from "../shell/places";
import { useMe } from "../shell/session";
import { StatusTag } from "../shell/StatusTag";
import { Trouble } from "../shell/Trouble";
import { Wait } from "../shell/Wait";
import { useWindowKeys } from "../shell/useWindowKeys";

const CaseForm = lazy(() => import("../form/CaseForm"));
const ReadForm = lazy(() => import("../form/ReadForm"));

const READING_MS = 1000;
const SELDOM_MS = 20_000;

export default function CasePage() {
  const { id = "" } = useParams();
  const found = useQuery({
    queryKey: ["case", id],
    queryFn: () => calls.case(id),
    // A second while papers are read, else now and then, for what others do.
    refetchInterval: (query) => (query.state.data && query.state.data.reading > 0 ? READING_MS : SELDOM_MS),
    refetchIntervalInBackground: true,
  });
  if (found.isPending) return <Wait label="正在打开这一件" />;
  if (!found.data) {
    const gone = found.error instanceof ApiError && found.error.status === 404;
    return (
      <Trouble
        title={gone ? "没有找到这一件" : "这一件没能打开"}
        error={found.error}
        onRetry={() => void found.refetch()}
      />
    );
  }
  return <Work key={id} view={found.data} />;
}

/** Derived values are told by pointer or, for those of the form itself, by name. */
function derivedAt(view: Case, pointer: string): Json {
  const derived = view.evaluation.derived as Record<string, Json>;
  return derived[pointer] ?? derived[pointer.slice(1)];
}

function Work({ view }: { view: Case }) {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { summary, evaluation } = view;
  const editable = view.offered.includes("edit");
  const office = view.offered.includes("edit_office");
  const service = useQuery({
    queryKey: ["service", summary.service, summary.version],
    queryFn: () => calls.serviceForm(summary.service, summary.version),
    staleTime: Infinity,
  });
  const { draft, state, flush, change, confirm, settle, edited } = useDraft(view, editable || office);
  const [look, setLook] = useState<Look>({ pageId: null, markKey: null, box: null, turn: 0 });
  const [problem, setProblem] = useState<Problem | null>(null);
  const back = placesFor(me.permissions)[0]?.to ?? "/";

  useEffect(() => {
    document.title = `${summary.applicant ?? "新件"} ${summary.service_title} · 卷宗`;
  }, [summary.applicant, summary.service_title]);

  const confirmedHere = useMemo(() => new Set(draft.confirmed), [draft.confirmed]);
  const marks = useMemo(() => marksOf(view, confirmedHere), [view, confirmedHere]);
  const pending = useMemo(
    () => inFormOrder(pendingPointers(view.provenance, edited, confirmedHere), service.data),
    [view.provenance, edited, confirmedHere, service.data],
  );

  const unfilled = useMemo(
    () =>
      inFormOrder(
        evaluation.problems.filter((one) => isUnfilled(one) && isEmpty(valueAt(draft.form, one.pointer))).map((one) => one.pointer),
        service.data,
      ),
    [evaluation.problems, draft.form, service.data],
  );

  const show = useCallback(
    (pageId: string, markKey: string | null, box: Box | null) =>
      setLook((before) => ({ pageId, markKey, box, turn: before.turn + 1 })),
    [],
  );
  const eyes: Eyes = useMemo(
    () => ({
      look,
      lookAtPage: (pageId) => show(pageId, null, null),
      lookAtMark: (mark: Mark) => show(mark.box.page_id, mark.key, mark.box),
      lookAtPointer: (pointer) => {
        const origin = originOf(view.provenance, pointer);
        if (!origin?.box) return;
        const key = `${origin.document_id ?? ""}\u0000${origin.field ?? ""}`;
        if (look.markKey !== key || look.pageId !== origin.box.page_id) show(origin.box.page_id, key, origin.box);
      },
    }),
    [look, show, view.provenance],
  );

  const receive = useCallback(
    (fresh: Case) => queries.setQueryData(["case", summary.id], fresh),
    [queries, summary.id],
  );
  const showProblem = useCallback((wrong: Problem) => {
    if (wrong.evidence.length > 1) {
      setProblem(wrong);
      return;
    }
    const place = wrong.evidence[0]?.box;
    if (place) show(place.page_id, `${wrong.evidence[0]?.document_id ?? ""}\u0000${wrong.evidence[0]?.field ?? ""}`, place);
    if (wrong.pointer.startsWith("/")) focusField(wrong.pointer);
    else if (wrong.pointer.startsWith("page:")) show(wrong.pointer.slice(5), null, null);
    else if (wrong.pointer.startsWith("document:")) {
      const page = view.documents.find((one) => one.id === wrong.pointer.slice(9))?.page_ids[0];
      if (page) show(page, null, null);
    }
  }, [show, view.documents]);

  const desk: Desk = useMemo(
    () => ({
      view,
      service: service.data,
      form: draft.form,
      editable,
      marks,
      pending,
      unfilled,
      confirmedHere,
      origin: (pointer) => originOf(view.provenance, pointer),
      problems: (pointer) => evaluation.problems.filter((one) => one.pointer === pointer),
      edited,
      derived: (pointer) => derivedAt(view, pointer),
      change,
      confirm,
      receive,
      flush,
      showProblem,
    }),
    [view, service.data, draft.form, editable, marks, pending, unfilled, confirmedHere, evaluation.problems, edited, change, confirm, receive, flush, showProblem],
  );

  const level = view.stages.find((stage) => stage.state === "now")?.level;
  const officeOnly = useMemo(
    () => (office && service.data && level ? officeFields(service.data, level) : []),
    [office, service.data, level],
  );

  const readable = view.documents.some((one) => one.values.length > 0);
  const openValues = async () => {
    await flush();
    void navigate(`/cases/${summary.id}/values`);
  };
  const turn = useRef(0);
  useWindowKeys((event) => {
    const key = event.key.toLowerCase();
    if (event.ctrlKey && key === "s") void flush();
    else if (!event.altKey || event.ctrlKey || event.metaKey) return;
    else if (key === "j") {
      const at = document.activeElement?.closest("[data-pointer]")?.getAttribute("data-pointer") ?? "";
      const next = pending[pending.indexOf(at) + 1] ?? unfilled[unfilled.indexOf(at) + 1] ?? pending[0] ?? unfilled[0];
      if (next) focusField(next);
    } else if (key === "q") {
      const wrong = realProblems(evaluation.problems);
      const next = wrong[turn.current % Math.max(wrong.length, 1)];
      turn.current += 1;
      if (next) showProblem(next);
    } else if (key === "b") void navigate(back);
    else if (key === "v" && readable) void openValues();
    else return;
    event.preventDefault();
  });

  return (
    <DeskContext value={desk}>
      <EyesContext value={eyes}>
        <div className="case">
          <div className="case-head">
            <Link to={back} className="back" title="Alt+B">
              <ArrowLeftOutlined aria-hidden /> 列表
            </Link>
            <h1>
              {(valueAt(draft.form, "/applicant_name") as string | undefined) ?? summary.applicant ?? "新申请"}
              <small>{summary.service_title}</small>
            </h1>
            {summary.case_no && <span className="mono quiet">{summary.case_no}</span>}
            <StatusTag status={summary.status} title={summary.status_title} />
            {summary.due_on && (
              <span className="case-due">
                期限 <Due on={summary.due_on} provisional={summary.due_provisional} overdue={summary.overdue} />
              </span>
            )}
            <span className="grow" />
            {readable && <ValuesLink caseId={summary.id} waiting={view.waiting_values} onOpen={() => void openValues()} />}
            {view.reading > 0 && (
              <span className="save-sign reading" role="status">
                正在读取 {view.reading} 份
              </span>
            )}
            {(editable || office) && <SaveSign state={state} onRetry={() => void flush()} />}
          </div>
          <Stages stages={view.stages} />
          <NewerVersion />
          <Conflicts conflicts={draft.conflicts} service={service.data} onSettle={settle} />
          <div className="cols">
            <Scans />
            <section className="col form-col" aria-label="申请表">
              <div className="col-head">
                <h2>申请表</h2>
                {editable && <Progress />}
              </div>
              <div className="form-scroll">
                {service.isError ? (
                  <Alert type="error" title="表单没能打开" description={wordsOf(service.error)} />
                ) : (
                  <Suspense fallback={<Wait label="正在打开表单" />}>
                    {service.isPending ? (
                      <Wait label="正在打开表单" />
                    ) : editable ? (
                      <CaseForm />
                    ) : (
                      <>
                        {officeOnly.length > 0 && <CaseForm only={officeOnly} />}
                        <ReadForm without={officeOnly} />
                      </>
                    )}
                  </Suspense>
                )}
              </div>
            </section>
            <Side />
          </div>
        </div>
        <EvidenceDialog problem={problem} onClose={() => setProblem(null)} />
      </EyesContext>
    </DeskContext>
  );
}

function isEmpty(value: Json): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Pointers in the order in which the form shows its fields. */
function inFormOrder(pointers: string[], form: ServiceForm | undefined): string[] {
  if (!form) return pointers;
  const fields = sectionsOf(form).flatMap((section) => section.fields);
  const members = new Map(membersOf(form.form_schema as Schema));
  const rank = (pointer: string) => {
    const [, name = "", row = "0", member = ""] = pointer.split("/");
    const item = members.get(name)?.items;
    const inside = isRecord(item) ? membersOf(item).findIndex(([one]) => one === member) : 0;
    return fields.indexOf(name) * 1_000_000 + Number(row) * 1000 + inside;
  };
  return [...pointers].sort((a, b) => rank(a) - rank(b));
}
