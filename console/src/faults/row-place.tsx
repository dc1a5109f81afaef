import type { Fault } from "../api/types";

/** Site and what lies between, then the device; where it is too long, its beginning is cut. */
export function RowPlace({ fault }: { fault: Fault }) {
  const segments = fault.resource_ancestry_path.split("|");
  if (segments.at(-1) === fault.resource_id) segments.pop();
  return (
    <span class="row-place">
      <span>
        {segments.map((segment, index) => (
          <span key={index} class="row-segment">
            <bdi>{segment}</bdi>
          </span>
        ))}
        <b>
          <bdi>{fault.resource_id}</bdi>
        </b>
      </span>
    </span>
  );
}
