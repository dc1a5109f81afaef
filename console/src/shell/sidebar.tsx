import { address, filters, showFilters } from "../state/address";
import { dialog, drawerIsOpen } from "../state/dialogs";
import { isGuest } from "../session/session";
import { addressOf } from "../state/filters";
import {
  BUILT_IN,
  OF_OPEN,
  isShown,
  removeView,
  savedViews,
  type SavedView,
} from "../state/saved-views";
import { viewCounts } from "../state/view-counts";
import { numberOf } from "../state/words";
import { TreeView } from "../hierarchy/tree-view";
import { Icon } from "../components/icons";

export function Sidebar() {
  return (
    <div class="sidebar" data-open={drawerIsOpen.value}>
      <nav aria-label="Saved views">
        <div class="sidebar-title">
          <h2>Views</h2>
          <button
            type="button"
            class="plain"
            aria-label="Save this view"
            title="Save this view"
            onClick={() => {
              dialog.value = { name: "save view" };
            }}
          >
            <Icon name="bookmark" />
          </button>
        </div>
        <ul class="views">
          {(isGuest.value ? OF_OPEN : BUILT_IN).map((view) => (
            <ViewLink key={view.name} view={view} />
          ))}
          {savedViews.value.map((view) => (
            <ViewLink key={view.name} view={view} isOwn />
          ))}
        </ul>
      </nav>
      {!isGuest.value && <TreeView />}
    </div>
  );
}

function ViewLink({ view, isOwn }: { view: SavedView; isOwn?: boolean }) {
  const count = viewCounts.value.get(view.name);
  const isCurrent = address.value.view === "faults" && isShown(view, filters.value);
  return (
    <li>
      <a
        href={`/${view.search}`}
        aria-current={isCurrent ? "true" : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          drawerIsOpen.value = false;
          showFilters(addressOf(view.search).filters);
        }}
      >
        <bdi>{view.name}</bdi>
        {count && (
          <span class="count">
            {numberOf(count.count)}
            {count.isExact ? "" : "+"}
          </span>
        )}
      </a>
      {isOwn && (
        <button
          type="button"
          class="plain"
          aria-label={`Remove the view ${view.name}`}
          onClick={() => removeView(view.name)}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}
