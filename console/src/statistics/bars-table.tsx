import { SEVERITIES } from "../api/types";
import { numberOf, severityWord } from "../state/words";
import { spanInWords, type Bars } from "./bars";

/** Only the buckets in which anything happened. */
export function BarsTable({ title, bars }: { title: string; bars: Bars }) {
  const rows = bars.counts
    .map((counts, at) => ({ counts, at }))
    .filter(({ counts }) => SEVERITIES.some((one) => counts[one]));
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={`${title}, table`}>
      <table>
        <caption class="unseen">{title}</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            {SEVERITIES.map((one) => (
              <th key={one} scope="col">
                {severityWord(one)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ counts, at }) => (
            <tr key={at}>
              <th scope="row">{spanInWords(bars, at)}</th>
              {SEVERITIES.map((one) => (
                <td key={one}>{numberOf(counts[one])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!rows.length && <p class="quiet">Nothing happened in this span.</p>}
    </div>
  );
}
