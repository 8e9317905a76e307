/** What every part of the case page shares: the case, the form on the screen, and where one looks. */
import { createContext, useContext } from "react";

import type { Box, Case, FormData, Json, Problem, Provenance, ServiceForm } from "../client/types";
import type { Mark } from "./provenance";

export interface Desk {
  view: Case;
  service: ServiceForm | undefined;
  form: FormData;
  editable: boolean;
  marks: Mark[];
  /** Values that wait for a person's look, in the order of the form. */
  pending: string[];
  /** Required fields that nobody has filled yet, in the order of the form. */
  unfilled: string[];
  confirmedHere: ReadonlySet<string>;
  origin: (pointer: string) => Provenance | undefined;
  problems: (pointer: string) => Problem[];
  /** Whether the value differs from what the server has. */
  edited: (pointer: string) => boolean;
  /** A value that the rules computed; undefined where there is none. */
  derived: (pointer: string) => Json;
  change: (form: FormData) => void;
  confirm: (pointer: string) => void;
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
export const EyesContext = createContext<Eyes | null>(null);

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
