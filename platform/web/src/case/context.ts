/** What every part of the case page shares: the case, the form on the screen, and where one looks. */
import { createContext, useContext } from "react";

import type { Box, Case, FormData, Json, Problem, Provenance, ServiceForm } from "../client/types";
import type { Mark } from "./provenance";

/** What a form on the screen needs, of a case or of nothing yet: its fields, and what is known about each. */
export interface FormDesk {
  service: ServiceForm | undefined;
  form: FormData;
  editable: boolean;
  /** Values that wait for a person's look, in the order of the form. */
  pending: string[];
  /** Required fields that nobody has filled yet, in the order of the form. */
  unfilled: string[];
  origin: (pointer: string) => Provenance | undefined;
  problems: (pointer: string) => Problem[];
  /** A value that the rules computed; undefined where there is none. */
  derived: (pointer: string) => Json;
  change: (form: FormData) => void;
  confirm: (pointer: string) => void;
}

export interface Desk extends FormDesk {
  view: Case;
  marks: Mark[];
  confirmedHere: ReadonlySet<string>;
  /** Whether the value differs from what the server has. */
  edited: (pointer: string) => boolean;
  /** Put a new answer of the server in the place of the old one. */
  receive: (view: Case) => void;
  /** Save what is not saved; false when that did not work. */
  flush: () => Promise<boolean>;
  showProblem: (problem: Problem) => void;
}

/** What the viewer shows. `turn` grows with every wish, so that the same wish counts again. */
export interface Look {
  pageId: string | null;
  markKey: string | null;
  box: Box | null;
  turn: number;
}

export interface Eyes {
  look: Look;
  lookAtPage: (pageId: string) => void;
  lookAtMark: (mark: Mark) => void;
  lookAtPointer: (pointer: string) => void;
}

export const DeskContext = createContext<Desk | null>(null);
export const FormContext = createContext<FormDesk | null>(null);
export const EyesContext = createContext<Eyes | null>(null);

/** The form on the screen: one by itself, or that of the case. */
export function useFormDesk(): FormDesk {
  const form = useContext(FormContext);
  const desk = useContext(DeskContext);
  const found = form ?? desk;
  if (!found) throw new Error("used outside a form");
  return found;
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("used outside a case page");
  return desk;
}

export function useEyes(): Eyes {
  const eyes = useContext(EyesContext);
  if (!eyes) throw new Error("used outside a case page");
  return eyes;
}
