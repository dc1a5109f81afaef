import { useEffect, useState } from "preact/hooks";
import { countFaults, type Counted } from "../api/groups";
import { listQuery, type Filters } from "../state/filters";
import { numberOf, wordsOf } from "../state/words";

/** How many faults the filters find at this moment. */
export function useCount(filters: Filters): { counted: Counted | null; failure: string } {
  const [counted, setCounted] = useState<Counted | null>(null);
  const [failure, setFailure] = useState("");
  useEffect(() => {
    countFaults(listQuery(filters, new Date())).then(setCounted, (error) =>
      setFailure(wordsOf(error)),
    );
  }, [JSON.stringify(filters)]);
  return { counted, failure };
}

/** Empty while they are being counted. */
export function saidOf(counted: Counted | null): string {
  return counted ? `${numberOf(counted.count)}${counted.isExact ? "" : "+"} ` : "";
}
