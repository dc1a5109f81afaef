import type { Fault } from "../api/types";
import { LinkedText } from "../components/linked-text";
import { numberOf } from "../state/words";

/** What the sender said beside the fault, folded away until somebody asks for it. */
export function Metadata({ of: { metadata } }: { of: Fault }) {
  const entries = Object.entries(metadata);
  if (!entries.length) return null;
  return (
    <details class="metadata">
      <summary>
        Metadata <span class="count">{numberOf(entries.length)}</span>
      </summary>
      <table>
        <tbody>
          {entries.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td>
                <LinkedText text={textOf(value)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}
