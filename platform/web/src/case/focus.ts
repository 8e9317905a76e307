/** Moving the keyboard to a field of the form. */

const FOCUSABLE =
  'input:not([disabled]):not([type="hidden"]), textarea:not([disabled]), select:not([disabled]), button:not([disabled]), [tabindex="0"]';

function control(field: Element): HTMLElement | null {
  const checked = field.querySelector<HTMLElement>('input[type="radio"]:checked');
  if (checked) return checked;
  const body = field.querySelector(".field-control") ?? field;
  return body.matches(FOCUSABLE) ? (body as HTMLElement) : body.querySelector<HTMLElement>(FOCUSABLE);
}

/** Give the keyboard to a control; text is selected, as the Tab key does it. */
function take(target: HTMLElement): void {
  target.focus({ preventScroll: true });
  if (target instanceof HTMLInputElement && target.type === "text") target.select();
}

function fieldsOf(pointer: string): Element[] {
  const all = [...document.querySelectorAll("[data-pointer]")];
  const exact = all.filter((field) => field.getAttribute("data-pointer") === pointer);
  if (exact.length > 0) return exact;
  return all.filter((field) => field.getAttribute("data-pointer")?.startsWith(`${pointer}/`));
}

/** Focus the field at a pointer (or the first one below it); false where the form has none. */
export function focusField(pointer: string): boolean {
  for (const field of fieldsOf(pointer)) {
    const target = control(field);
    if (!target) continue;
    field.scrollIntoView({ block: "center", behavior: "auto" });
    take(target);
    return true;
  }
  return false;
}

/** Focus the field that comes after the one at `pointer` on the screen. */
export function focusNext(pointer: string): void {
  const all = [...document.querySelectorAll("[data-pointer]")];
  const here = all.findIndex((field) => field.getAttribute("data-pointer") === pointer);
  for (const field of all.slice(here + 1)) {
    const target = control(field);
    if (!target || target.getAttribute("readonly") !== null) continue;
    field.scrollIntoView({ block: "nearest" });
    take(target);
    return;
  }
}

/** The first of `waiting` that stands after `pointer` on the screen. */
export function nextToDo(pointer: string, waiting: string[]): string | undefined {
  const all = [...document.querySelectorAll("[data-pointer]")].map((field) => field.getAttribute("data-pointer") ?? "");
  return all.slice(all.indexOf(pointer) + 1).find((one) => waiting.includes(one));
}
