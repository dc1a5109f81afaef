import type { Group } from "../api/groups";
import { Age } from "../components/age";
import { SeverityMark } from "../components/severity-mark";
import { filters } from "../state/address";
import { filtersOf, keyOf, openGroup } from "../state/groups";
import { searchOf } from "../state/filters";
import { current } from "../state/selection";
import { numberOf } from "../state/words";

export function GroupRow({ group }: { group: Group }) {
  const key = keyOf(group);
  const search = searchOf({
    view: "faults",
    fault: "",
    filters: filtersOf(group, filters.value),
  });
  return (
    <li
      class="row group-row"
      data-id={key}
      data-severity={group.severity}
      data-seen={group.acknowledged === group.count}
      data-current={current.value === key}
    >
      <a
        class="row-link"
        href={`/${search}`}
        onFocus={() => (current.value = key)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          openGroup(group, filters.peek());
        }}
      >
        <SeverityMark severity={group.severity} />
        <span class="group-count">{numberOf(group.count)}</span>
        <span class="group-names">
          {Object.values(group.key).map((value, index) => (
            <bdi key={index}>{value}</bdi>
          ))}
        </span>
        <span class="group-sample">
          <bdi>{group.sample.message}</bdi>
        </span>
        <span class="group-seen">
          {group.acknowledged > 0 && `${numberOf(group.acknowledged)} acknowledged`}
        </span>
        <span class="row-age">
          <Age at={group.newest_at} />
        </span>
      </a>
    </li>
  );
}
