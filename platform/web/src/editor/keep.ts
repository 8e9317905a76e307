/** Text that the server does not have yet, kept in this browser for this person: a definition holds no personal data. */

export interface Kept {
  revision: number;
  base: string;
  text: string;
}

const key = (user: string, draft: string) => `dossier.definition.${user}.${draft}`;

export function keep(user: string, draft: string, kept: Kept): void {
  try {
    localStorage.setItem(key(user, draft), JSON.stringify(kept));
  } catch {
    // A full or forbidden store: the text stays on the screen, and leaving warns.
  }
}

export function forget(user: string, draft: string): void {
  localStorage.removeItem(key(user, draft));
}

export function kept(user: string, draft: string): Kept | null {
  const text = localStorage.getItem(key(user, draft));
  if (text === null) return null;
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return null;
  }
}
