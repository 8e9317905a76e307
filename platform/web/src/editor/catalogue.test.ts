/** The place of the cursor in every delivered definition, against what a whole parser says. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

import { expect, it, vi } from "vitest";
import { isMap, isScalar, isSeq, parseDocument, type Node } from "yaml";

import { placeAt } from "./where";

const SERVICES = resolve(import.meta.dirname, "../../../../form_schemas/services");
const STRIDE = 97;

vi.setConfig({ testTimeout: 60_000 });

interface Spot {
  pos: number;
  path: string[];
  kind: "key" | "value";
}

/** The end of each key and of each plain value, with the keys above. */
function* spots(node: Node | null, path: string[]): Generator<Spot> {
  if (isMap(node))
    for (const { key, value } of node.items) {
      if (!isScalar(key) || !key.range || key.value === "<<") continue;
      const name = String(key.value);
      yield { pos: key.range[1], path, kind: "key" };
      const plain = isScalar(value) && value.type === "PLAIN" && value.range && value.range[1] > value.range[0];
      if (plain && value.range && !value.anchor) yield { pos: value.range[1], path: [...path, name], kind: "value" };
      else yield* spots(value as Node | null, [...path, name]);
    }
  if (isSeq(node)) for (const item of node.items) yield* spots(item as Node | null, [...path, "*"]);
}

it("is what the parser says, in all delivered definitions", () => {
  const files = readdirSync(SERVICES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
  expect(files.length).toBeGreaterThan(100);
  let seen = 0;
  for (const file of files) {
    const text = readFileSync(`${SERVICES}/${file}`, "utf8");
    const found = [...spots(parseDocument(text).contents, [])];
    found.forEach((spot, index) => {
      if (index % STRIDE !== 0) return;
      seen += 1;
      const place = placeAt(text, spot.pos);
      const where = `${file}, offset ${spot.pos}: …${text.slice(Math.max(0, spot.pos - 40), spot.pos)}`;
      // A text of several lines is no place in which names are offered.
      if (place === null) {
        expect(text.slice(0, spot.pos), where).toMatch(/#|[|>]-?\n/);
        return;
      }
      expect({ path: place.path, kind: place.kind }, where).toEqual({ path: spot.path, kind: spot.kind });
    });
  }
  expect(seen).toBeGreaterThan(300);
});
