import type { ComponentChildren } from "preact";
import type { Fault } from "../api/types";
import { narrow } from "../state/address";
import { lengthOf, momentOf } from "../state/words";
import { Age } from "../components/age";
import { Who } from "./who";

export function FaultFacts({ fault }: { fault: Fault }) {
  const { acknowledged_at: acknowledged, resolved_at: resolved } = fault;
  return (
    <dl class="facts">
      <Fact name="Cause">
        <bdi>{fault.cause}</bdi>
      </Fact>
      <Fact name="Device">
        <Narrow patch={{ resource: fault.resource_id }}>{fault.resource_id}</Narrow>
      </Fact>
      <Fact name="Path">
        <Path path={fault.resource_ancestry_path} />
      </Fact>
      <Fact name="Opened">
        <Moment at={fault.created_at} /> ago
      </Fact>
      {fault.occurrences > 1 && (
        <Fact name="Seen">
          {fault.occurrences} times, last <Moment at={fault.last_seen_at} /> ago
        </Fact>
      )}
      {acknowledged && (
        <Fact name="Acknowledged">
          by <Who credential={fault.acknowledged_by ?? ""} name={fault.acknowledged_by_name} />,{" "}
          <Moment at={acknowledged} /> ago
        </Fact>
      )}
      {resolved && (
        <Fact name="Resolved">
          <Moment at={resolved} /> ago, after {between(fault.created_at, resolved)}
          {fault.resolution_reason && (
            <>
              : <bdi>{fault.resolution_reason}</bdi>
            </>
          )}
        </Fact>
      )}
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
      {fault.memo && (
        <Fact name="Memo">
          <bdi>{fault.memo}</bdi>
        </Fact>
      )}
      {Object.entries(fault.metadata).map(([name, value]) => (
        <Fact key={name} name={name}>
          <Value value={value} />
        </Fact>
      ))}
      <Fact name="Id">
        <code>{fault.id}</code> <span class="quiet">version {fault.version}</span>
      </Fact>
      <Fact name="Expires">{momentOf(new Date(fault.ttl * 1000).toISOString())}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An address leads there, for runbooks; anything else is what the sender wrote. */
function Value({ value }: { value: unknown }) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (!/^https?:\/\/\S+$/.test(text))
    return (
      <code>
        <bdi>{text}</bdi>
      </code>
    );
  return (
    <a href={text} target="_blank" rel="noopener noreferrer">
      <bdi>{text}</bdi>
    </a>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <>
      <Age at={at} />
      <span class="unseen"> ({momentOf(at)})</span>
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
