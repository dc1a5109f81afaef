import { numberOf } from "../state/words";

export interface Rank {
  name: string;
  under?: string;
  count: number;
  onChoose?: () => void;
}

/** A table with a bar behind each number. */
interface RankingProps {
  title: string;
  ranks: Rank[];
  whenEmpty?: string;
}

export function Ranking({ title, ranks, whenEmpty = "Nothing in this span." }: RankingProps) {
  const most = Math.max(1, ...ranks.map((rank) => rank.count));
  return (
    <section class="ranking">
      <h2>{title}</h2>
      {ranks.length ? (
        <table>
          <thead class="unseen">
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Faults</th>
            </tr>
          </thead>
          <tbody>
            {ranks.map((rank) => (
              <tr
                key={`${rank.under} ${rank.name}`}
                ref={(row) => row?.style.setProperty("--share", `${(100 * rank.count) / most}%`)}
              >
                <th scope="row">
                  {rank.onChoose ? (
                    <button type="button" class="link" onClick={rank.onChoose}>
                      <bdi>{rank.name}</bdi>
                    </button>
                  ) : (
                    <bdi>{rank.name}</bdi>
                  )}
                  {rank.under && (
                    <span class="quiet">
                      {" "}
                      <bdi>{rank.under}</bdi>
                    </span>
                  )}
                </th>
                <td>{numberOf(rank.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p class="quiet">{whenEmpty}</p>
      )}
    </section>
  );
}
