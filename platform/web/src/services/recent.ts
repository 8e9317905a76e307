/** What was chosen at this seat of late: codes of services, no personal data. */
const RECENT = "dossier.recent-services";
const RECENT_MAX = 5;

/** The latest first. */
export function recentServices(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(stored) ? stored.filter((code) => typeof code === "string") : [];
  } catch {
    return [];
  }
}

export function remember(code: string): void {
  const codes = [code, ...recentServices().filter((one) => one !== code)].slice(0, RECENT_MAX);
  localStorage.setItem(RECENT, JSON.stringify(codes));
}
