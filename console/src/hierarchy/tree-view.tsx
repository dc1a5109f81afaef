/** The hierarchy of what has open faults, level by level. */

import { useEffect } from "preact/hooks";
import { SeverityMark } from "../components/severity-mark";
import { Icon } from "../components/icons";
import { filters, narrow } from "../state/address";
import { drawerIsOpen } from "../state/dialogs";
import { numberOf } from "../state/words";
import type { Place } from "../api/types";
import { worstOf } from "../state/level";
import {
  expanded,
  isBounded,
  levelOf,
  openTree,
  rootIsKnown,
  toggleNode,
  treeFailed,
} from "../state/tree";
import { moveInTree } from "./tree-keys";

export function TreeView() {
  useEffect(() => void openTree(), []);
  const shown = filters.value.path;
  return (
    <section class="hierarchy" aria-labelledby="hierarchy-title">
      <div class="sidebar-title">
        <h2 id="hierarchy-title">Hierarchy</h2>
        {shown && (
          <button type="button" class="link" onClick={() => narrow({ path: "" })}>
            Show all
          </button>
        )}
      </div>
      {treeFailed.value && (
        <p class="quiet">
          The hierarchy could not be read.{" "}
          <button type="button" class="link" onClick={() => void openTree()}>
            Try again
          </button>
        </p>
      )}
      {!rootIsKnown.value && !treeFailed.value && <TreeSkeleton />}
      {rootIsKnown.value && <Root shown={shown} />}
      {isBounded.value && <p class="quiet small">A count with + is at least that many.</p>}
    </section>
  );
}

function Root({ shown }: { shown: string }) {
  const { nodes, isExact } = levelOf("") ?? { nodes: [], isExact: true };
  if (!nodes.length) return <p class="quiet">No open faults anywhere.</p>;
  return (
    <ul role="tree" aria-labelledby="hierarchy-title" class="tree" onKeyDown={moveInTree}>
      {nodes.map((node, index) => (
        <Item
          key={node.path}
          node={node}
          isExact={isExact}
          shown={shown}
          level={1}
          isFirst={!index}
        />
      ))}
    </ul>
  );
}

interface ItemProps {
  node: Place;
  isExact: boolean;
  shown: string;
  level: number;
  isFirst?: boolean;
}

function Item({ node, isExact, shown, level, isFirst }: ItemProps) {
  const isOpen = node.has_children && expanded.value.has(node.path);
  const isShown = node.path === shown;
  const below = isOpen ? levelOf(node.path) : null;
  return (
    <li role="none">
      <div
        class="tree-row"
        role="treeitem"
        aria-level={level}
        aria-expanded={node.has_children ? isOpen : undefined}
        aria-selected={isShown}
        data-path={node.path}
        tabIndex={isFirst || isShown ? 0 : -1}
        ref={(row) => row?.style.setProperty("--level", String(level))}
        onClick={() => choose(node, isShown)}
      >
        <Twist node={node} isOpen={isOpen} />
        <SeverityMark severity={worstOf(node)} quiet />
        <span class="tree-name">
          <bdi>{node.name}</bdi>
        </span>
        <span class="count">
          {numberOf(node.open.total)}
          {isExact ? "" : "+"}
          <span class="unseen"> open</span>
        </span>
      </div>
      {below && (
        <ul role="group">
          {below.nodes.map((child) => (
            <Item
              key={child.path}
              node={child}
              isExact={below.isExact}
              shown={shown}
              level={level + 1}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function Twist({ node, isOpen }: { node: Place; isOpen: boolean }) {
  if (!node.has_children) return <span class="twist" />;
  const toggle = (event: MouseEvent) => {
    event.stopPropagation();
    toggleNode(node.path);
  };
  return (
    <span class="twist" data-open={isOpen} onClick={toggle}>
      <Icon name="chevron" />
    </span>
  );
}

function choose(node: Place, isShown: boolean): void {
  drawerIsOpen.value = false;
  narrow({ path: isShown ? "" : node.path });
  if (node.has_children && !isShown) toggleNode(node.path, true);
}

function TreeSkeleton() {
  return (
    <div class="skeleton" aria-label="Loading the hierarchy">
      {[0, 1, 2, 3].map((line) => (
        <i key={line} />
      ))}
    </div>
  );
}
