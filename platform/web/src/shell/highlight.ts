/** Cut a snippet at its highlights: [text, highlighted]. Offsets count code points. */
export function highlighted(snippet: string, spans: readonly (readonly unknown[])[]): [string, boolean][] {
  const letters = Array.from(snippet);
  const parts: [string, boolean][] = [];
  let at = 0;
  for (const span of spans) {
    const start = Math.max(at, Number(span[0]));
    const end = Math.min(letters.length, Number(span[1]));
    if (!(start < end)) continue;
    if (start > at) parts.push([letters.slice(at, start).join(""), false]);
    parts.push([letters.slice(start, end).join(""), true]);
    at = end;
  }
  if (at < letters.length) parts.push([letters.slice(at).join(""), false]);
  return parts;
}
