/** Finding a service among many: by words, by whole pinyin and by its initials. */
import PinyinMatch from "pinyin-match";

import type { Service } from "../client/types";

export const KINDS: Record<string, string> = {
  service: "服务",
  register: "台账登记",
  governance: "内部事务",
};

export function kindText(kind: string): string {
  return KINDS[kind] ?? kind;
}

const LETTERS = /^[a-zü]+$/i;

/** Whether the title has no more letters where the found part ends: 低保 in “低保、边缘户申请”. */
const isWhole = (title: string, end: number) => !/\p{L}/u.test(title.charAt(end));

/** How well a word fits a service, the smaller the better; null where it does not. */
function rank({ title, group, target, code, kind }: Service, word: string): number | null {
  const at = title.indexOf(word);
  if (at === 0) return isWhole(title, word.length) ? 0 : 1;
  if (at > 0) return 2;
  if (LETTERS.test(word)) {
    const found = PinyinMatch.match(title, word);
    if (found && found[0] === 0) return isWhole(title, found[1] + 1) ? 0 : 3;
    if (found) return 4;
    return PinyinMatch.match(group, word) ? AROUND : code.includes(word.toLowerCase()) ? AROUND + 1 : null;
  }
  if (group.includes(word) || kindText(kind).includes(word)) return AROUND;
  return code.includes(word) ? AROUND + 1 : target.includes(word) ? AROUND + 2 : null;
}

/** From this rank on a word fits only what stands around the title. */
const AROUND = 5;

/**
 * The services that all words fit, the best first.
 *
 * Of those that fit equally: what was done here of late, residents' services, short titles.
 */
export function findServices(services: Service[], text: string, recent: string[] = []): Service[] {
  const words = text.trim().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return services;
  const age = ({ code }: Service) => (recent.includes(code) ? recent.indexOf(code) : recent.length);
  const found = services
    .flatMap((service, place) => {
      const ranks = words.map((word) => rank(service, word));
      if (ranks.some((one) => one === null)) return [];
      const total = ranks.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      return [{ service, place, total, around: ranks.some((one) => one !== null && one >= AROUND) }];
    })
    .sort(
      (a, b) =>
        a.total - b.total ||
        age(a.service) - age(b.service) ||
        office(a.service) - office(b.service) ||
        a.service.title.length - b.service.title.length ||
        a.place - b.place,
    );
  // The initials of a group's name fit too much to be shown beside titles that fit.
  const titled = found.filter((one) => !one.around);
  const letters = words.every((word) => LETTERS.test(word));
  return (letters && titled.length > 0 ? titled : found).map((one) => one.service);
}

const office = (service: Service) => Number(service.kind !== "service");

/** Services under the names of their groups; groups of residents' services come first. */
export function grouped(services: Service[]): [string, Service[]][] {
  const groups = new Map<string, Service[]>();
  for (const service of services) groups.set(service.group, [...(groups.get(service.group) ?? []), service]);
  const share = (members: Service[]) => members.filter(office).length / members.length;
  return [...groups].sort(([, a], [, b]) => share(a) - share(b));
}

/** The letters of `text` that the words found, as [part, found]. */
export function markedParts(text: string, wanted: string): [string, boolean][] {
  for (const word of wanted.trim().split(/\s+/)) {
    if (word === "") continue;
    const found = PinyinMatch.match(text, word);
    if (!found) continue;
    const [start, end] = [found[0], found[1] + 1];
    const parts: [string, boolean][] = [
      [text.slice(0, start), false],
      [text.slice(start, end), true],
      [text.slice(end), false],
    ];
    return parts.filter(([part]) => part !== "");
  }
  return [[text, false]];
}
