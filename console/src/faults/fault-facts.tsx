import type { ComponentChildren } from "preact";
import type { Fault } from "../api/types";
import { Moment } from "../components/age";
import { useClamped } from "../components/clamped";
import { LinkedText } from "../components/linked-text";
import { narrow } from "../state/address";
import { momentOf } from "../state/times";
import { lengthOf } from "../state/words";
import { Metadata } from "./metadata";
import { Who } from "./who";

export function FaultFacts({ fault }: { fault: Fault }) {
  return (
    <>
      <dl class="facts">
        <Fact name="Cause">
          <Cause text={fault.cause} key={fault.id} />
        </Fact>
        <Fact name="Device">
          <Narrow patch={{ resource: fault.resource_id }}>{fault.resource_id}</Narrow>
        </Fact>
        <Fact name="Path">
          <Path path={fault.resource_ancestry_path} />
        </Fact>
        <Happened fault={fault} />
        <Fact name="Reported by">
          <bdi>{fault.microservice_id}</bdi>
        </Fact>
        <Fact name="Type">
          <Narrow patch={{ type: fault.type }}>{fault.type}</Narrow>
          <span class="quiet"> {fault.kind.toLowerCase()}</span>
        </Fact>
        {fault.deduplication_key && (
          <Fact name="Key">
            <code>
              <bdi>{fault.deduplication_key}</bdi>
            </code>
          </Fact>
        )}
        <Fact name="Id">
          <code>{fault.id}</code> <span class="quiet">version {fault.version}</span>
        </Fact>
        <Fact name="Expires">{momentOf(new Date(fault.ttl * 1000).toISOString())}</Fact>
      </dl>
      <Metadata of={fault} />
    </>
  );
}

function Happened({ fault }: { fault: Fault }) {
  const { acknowledged_at: acknowledged, resolved_at: resolved } = fault;
  return (
    <>
      <Fact name="Opened">
        <Moment at={fault.created_at} />
      </Fact>
      {fault.occurrences > 1 && (
        <Fact name="Seen">
          {fault.occurrences} times, last <Moment at={fault.last_seen_at} />
        </Fact>
      )}
      {acknowledged && (
        <Fact name="Acknowledged">
          by <Who credential={fault.acknowledged_by ?? ""} name={fault.acknowledged_by_name} />,{" "}
          <Moment at={acknowledged} />
        </Fact>
      )}
      {fault.snoozed_until && (
        <Fact name="Left alone">
          by <bdi>{fault.snoozed_by}</bdi>, until {momentOf(fault.snoozed_until)}
        </Fact>
      )}
      {fault.assignee && (
        <Fact name="Assigned">
          to <bdi>{fault.assignee}</bdi>
          {fault.assigned_at && (
            <>
              , <Moment at={fault.assigned_at} />
            </>
          )}
        </Fact>
      )}
      {resolved && (
        <Fact name="Resolved">
          <Moment at={resolved} />, after {between(fault.created_at, resolved)}
          {fault.resolution_reason && (
            <>
              : <LinkedText text={fault.resolution_reason} />
            </>
          )}
        </Fact>
      )}
      {fault.memo && (
        <Fact name="Memo">
          <LinkedText text={fault.memo} />
        </Fact>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Cause({ text }: { text: string }) {
  const { frame, more } = useClamped<HTMLDivElement>(text, "cause");
  return (
    <>
      <div {...frame}>
        <LinkedText text={text} />
      </div>
      {more}
    </>
  );
}

/** Each level leads to the faults of its subtree. */
function Path({ path }: { path: string }) {
  const segments = path.split("|");
  return (
    <span class="path">
      {segments.map((segment, index) => (
        <span key={index}>
          <Narrow patch={{ path: segments.slice(0, index + 1).join("|") }}>{segment}</Narrow>
        </span>
      ))}
    </span>
  );
}

function Narrow(props: { patch: Parameters<typeof narrow>[0]; children: ComponentChildren }) {
  return (
    <button type="button" class="link" onClick={() => narrow(props.patch)}>
      <bdi>{props.children}</bdi>
    </button>
  );
}

function between(from: string, to: string): string {
  return lengthOf((Date.parse(to) - Date.parse(from)) / 1000);
}
