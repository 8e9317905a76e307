/** The places of the product, and who works where. */
export interface Place {
  to: string;
  title: string;
  anyOf: string[];
}

const PLACES: Place[] = [
  { to: "/desk", title: "受理台", anyOf: ["case.open"] },
  { to: "/review", title: "审核", anyOf: ["case.review", "case.decide", "case.check", "notice.publish"] },
  { to: "/services", title: "办事目录", anyOf: ["case.open", "case.review", "case.decide"] },
  { to: "/definitions", title: "服务定义", anyOf: ["catalogue.edit", "catalogue.publish"] },
  { to: "/ledger", title: "账务", anyOf: ["ledger.read"] },
  { to: "/archive", title: "档案", anyOf: ["archive.read", "search.read"] },
  { to: "/settings", title: "本地设置", anyOf: ["parameter.edit"] },
  { to: "/audit", title: "审计", anyOf: ["audit.read"] },
];

const KEEPERS = ["archive.file"];
const COUNTER = ["case.open", "case.review", "case.decide"];

/** The places that these permissions open; the first one is where the work waits. */
export function placesFor(permissions: string[]): Place[] {
  const open = PLACES.filter((place) => place.anyOf.some((one) => permissions.includes(one)));
  const keeper = KEEPERS.some((one) => permissions.includes(one)) &&
    !COUNTER.some((one) => permissions.includes(one));
  return keeper
    ? [...open.filter((place) => place.to === "/archive"), ...open.filter((place) => place.to !== "/archive")]
    : open;
}
