import { numberOf } from "../state/words";
import { HEAT_DAYS, WEEKDAYS, type Heat } from "./heat";

const LEVELS = 5; // of colour beside none

export function HeatMap({ heat }: { heat: Heat }) {
  const most = Math.max(0, ...heat.flat());
  return (
    <section class="chart heat" aria-labelledby="heat-title">
      <header>
        <h2 id="heat-title">Opened by hour and weekday</h2>
        <p class="readout">in {HEAT_DAYS} days</p>
      </header>
      {most ? <Table heat={heat} most={most} /> : <p class="nothing">Nothing was opened.</p>}
    </section>
  );
}

function Table({ heat, most }: { heat: Heat; most: number }) {
  return (
    <div class="heat-frame" tabIndex={0} role="group" aria-label="Hours and weekdays">
      <table>
        <thead>
          <tr>
            <td />
            {heat[0]?.map((_, hour) => (
              <th key={hour} scope="col">
                <span class={hour % 3 ? "unseen" : ""}>{String(hour).padStart(2, "0")}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heat.map((hours, day) => (
            <tr key={day}>
              <th scope="row">{WEEKDAYS[day]}</th>
              {hours.map((count, hour) => (
                <td
                  key={hour}
                  data-level={Math.ceil((LEVELS * count) / most)}
                  title={`${WEEKDAYS[day]} ${String(hour).padStart(2, "0")}:00: ${numberOf(count)}`}
                >
                  <span class="unseen">{numberOf(count)}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
