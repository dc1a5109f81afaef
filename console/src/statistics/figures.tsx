import { SEVERITIES, type Durations, type Statistics } from "../api/types";
import { SeverityMark } from "../components/severity-mark";
import { lengthOf, numberOf, severityWord } from "../state/words";

export function Figures({ statistics }: { statistics: Statistics }) {
  const { totals, current } = statistics;
  return (
    <div class="figures">
      <section class="figure">
        <h2>Open now</h2>
        <p class="figure-number">{numberOf(current.open.total)}</p>
        <ul class="figure-severities">
          {SEVERITIES.map((one) => (
            <li key={one} title={severityWord(one)}>
              <SeverityMark severity={one} />
              {numberOf(current.open.by_severity[one])}
            </li>
          ))}
        </ul>
      </section>
      <section class="figure">
        <h2>In this span</h2>
        <p class="figure-number">
          {numberOf(totals.opened.total)} <small>opened</small>
        </p>
        <p class="quiet">
          {numberOf(totals.resolved.total)} resolved · {numberOf(totals.acknowledged.total)}{" "}
          acknowledged
          {totals.reopened && ` · ${numberOf(totals.reopened.total)} reopened`}
          {totals.expired?.total ? ` · ${numberOf(totals.expired.total)} expired` : ""}
        </p>
      </section>
      <Length words="Time to acknowledge" short="MTTA" durations={statistics.mtta} />
      <Length words="Time to resolve" short="MTTR" durations={statistics.mttr} />
    </div>
  );
}

function Length(props: { words: string; short: string; durations: Durations }) {
  const { count, mean, p50, p90 } = props.durations;
  return (
    <section class="figure">
      <h2>
        <abbr title={props.words}>{props.short}</abbr>
      </h2>
      <p class="figure-number">
        {lengthOf(mean)} <small>mean</small>
      </p>
      <p class="quiet">
        {count ? (
          <>
            p50 {lengthOf(p50)} · p90 {lengthOf(p90)} · of {numberOf(count)}
          </>
        ) : (
          "none in this span"
        )}
      </p>
    </section>
  );
}
