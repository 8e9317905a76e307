/** Problems, and the places on the scans that show them. */
import type { Case, Evidence, Material, Page, Problem } from "../client/types";

/** Nothing is wrong yet: a field only waits to be filled. */
export function isUnfilled(problem: Problem): boolean {
  return problem.code === "required" && problem.pointer.startsWith("/");
}

/** An original that was not compared yet: it is ticked off in the checklist. */
export function isUnseenOriginal(problem: Problem): boolean {
  return problem.pointer.startsWith("original:");
}

/** The resident was not told yet what is done with personal data: the counter settles it beside the forms. */
export function isUnasked(problem: Problem): boolean {
  return problem.pointer === "consent:";
}

/** A value that waits for a look: the form itself shows and counts it. */
function isUnconfirmed(problem: Problem): boolean {
  return problem.code === "value_unconfirmed";
}

/** What needs a person's judgement: everything else here has a list of its own. */
export function realProblems(problems: Problem[]): Problem[] {
  return problems.filter(
    (problem) =>
      !isUnfilled(problem) &&
      !isUnconfirmed(problem) &&
      !isUnseenOriginal(problem) &&
      !isUnasked(problem) &&
      !problem.pointer.startsWith("material:"),
  );
}

export interface SortedProblems {
  block: Problem[];
  warn: Problem[];
}

/** What must be solved first, what should be looked at after. */
export function sortProblems(problems: Problem[]): SortedProblems {
  return {
    block: problems.filter((problem) => problem.severity === "block"),
    warn: problems.filter((problem) => problem.severity === "warn"),
  };
}

export interface Place {
  evidence: Evidence;
  /** The page to show; null when the place is not known. */
  page: Page | null;
}

/** The places of a problem, each with its page. */
export function placesOf(problem: Problem, view: Pick<Case, "files" | "documents">): Place[] {
  const pages = new Map(view.files.flatMap((file) => file.pages.map((page) => [page.id, page])));
  return problem.evidence.map((evidence) => {
    const document = view.documents.find((one) => one.id === evidence.document_id);
    const id = evidence.box?.page_id ?? document?.page_ids[0];
    return { evidence, page: (id !== undefined && pages.get(id)) || null };
  });
}

/** The parts of two values that differ, so that the eye falls on them: [text, differs]. */
export function differing(value: string, other: string): [string, boolean][] {
  const a = Array.from(value);
  const b = Array.from(other);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail += 1;
  const parts: [string, boolean][] = [
    [a.slice(0, head).join(""), false],
    [a.slice(head, a.length - tail).join(""), true],
    [a.slice(a.length - tail).join(""), false],
  ];
  return parts.filter(([text]) => text !== "");
}

export interface PersonMaterials {
  pointer: string | null;
  name: string;
  materials: Material[];
}

/** The checklist by person; what is due once per application comes first. */
export function byPerson(materials: Material[]): PersonMaterials[] {
  const groups = new Map<string, PersonMaterials>();
  for (const material of materials) {
    const pointer = material.person_pointer ?? "";
    const group = groups.get(pointer) ?? {
      pointer: material.person_pointer,
      name: pointer === "" ? "本次申请" : (material.person_name ?? "未填姓名"),
      materials: [],
    };
    group.materials.push(material);
    groups.set(pointer, group);
  }
  return [...groups.values()].sort((a, b) => Number(a.pointer !== null) - Number(b.pointer !== null));
}
