import { Navigate } from "react-router";

import { placesFor } from "./places";
import { useMe } from "./session";

/** The first screen is the one where this person's work waits. */
export function Home() {
  const first = placesFor(useMe().permissions)[0];
  return <Navigate to={first?.to ?? "/archive"} replace />;
}
