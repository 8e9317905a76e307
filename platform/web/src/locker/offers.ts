/** What of the locker may still be used on this case, as the case stands now. */
import type { Case, Json, Locker, LockerOffer } from "../client/types";

const ID_NUMBER = /^[1-9]\d{16}[\dX]$/;
const NAMES_A_PERSON = /(name|id_no|id_number)$/;

/**
 * What a look into the locker depends on: who stands on the form, and what is still to be brought.
 * Empty while nobody stands there with a number: then there is nothing to ask.
 */
export function lookKey(view: Case): string {
  const persons: [string, string][] = [];
  const walk = (value: Json, pointer: string) => {
    if (typeof value === "string") {
      if (!NAMES_A_PERSON.test(pointer)) return;
      persons.push([pointer, value]);
    } else if (Array.isArray(value)) value.forEach((row, number) => walk(row, `${pointer}/${number}`));
    else if (value && typeof value === "object")
      for (const [name, inner] of Object.entries(value)) walk(inner, `${pointer}/${name}`);
  };
  walk(view.form as Json, "");
  return persons.some(([, value]) => ID_NUMBER.test(value)) ? JSON.stringify([persons, open(view)]) : "";
}

/** The materials that are still to be brought, as "code pointer". */
function open(view: Case): string[] {
  return view.evaluation.materials
    .filter((one) => one.status === "missing" || one.status === "unchecked")
    .map((one) => `${one.code} ${one.person_pointer ?? ""}`)
    .sort();
}

/** The offers for materials that nobody has brought meanwhile. */
export function stillWanted(offers: LockerOffer[], view: Case): LockerOffer[] {
  const wanted = new Set(open(view));
  return offers.filter((one) => wanted.has(`${one.material} ${one.person_pointer}`));
}

/** Papers by their key: one paper may serve several materials. */
export function papersOf(offers: LockerOffer[]): LockerOffer[] {
  return [...new Map(offers.map((one) => [one.key, one])).values()];
}

/** What is ticked before the clerk has touched anything: what is agreed to and certainly holds. */
export function tickedAtFirst(locker: Locker, view: Case): string[] {
  return locker.persons.flatMap((person) =>
    papersOf(stillWanted(person.offers, view))
      .filter((one) => one.consented && !one.check)
      .map((one) => one.key),
  );
}

/** The sensitive kinds that a consent must name before these offers may be used. */
export function kindsWanted(offers: LockerOffer[]): { code: string; title: string }[] {
  return [...new Map(offers.flatMap((one) => one.kinds).map((kind) => [kind.code, kind])).values()];
}
