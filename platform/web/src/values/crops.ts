/**
 * The cut-out regions of the scans.  The server lets no answer lie in the browser's cache, so those that
 * come next are fetched ahead into the memory of this page, and forgotten with it.
 */
import { useEffect, useState } from "react";

import { errorOf, Offline } from "../client/client";

const held = new Map<string, Promise<string>>();

async function fetched(url: string): Promise<string> {
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => {
    throw new Offline();
  });
  if (!response.ok) throw errorOf(response.status, await response.json().catch(() => null));
  return URL.createObjectURL(await response.blob());
}

/** The address of a region in memory; one that failed is asked for again. */
export function cropOf(url: string): Promise<string> {
  const known = held.get(url);
  if (known) return known;
  const asked = fetched(url);
  held.set(url, asked);
  asked.catch(() => held.delete(url));
  return asked;
}

export function forgetCrops(): void {
  for (const one of held.values())
    one.then(
      (address) => URL.revokeObjectURL(address),
      () => undefined,
    );
  held.clear();
}

/** The picture of a region: undefined while it comes, null when it does not. */
export function useCrop(url: string | null): string | null | undefined {
  const [found, setFound] = useState<{ url: string; address: string | null } | null>(null);
  useEffect(() => {
    if (url === null) return;
    let here = true;
    cropOf(url).then(
      (address) => {
        if (here) setFound({ url, address });
      },
      () => {
        if (here) setFound({ url, address: null });
      },
    );
    return () => {
      here = false;
    };
  }, [url]);
  if (url === null) return null;
  return found?.url === url ? found.address : undefined;
}
