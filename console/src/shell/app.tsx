/** Signed in or not; then the shell around the views. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { FaultList } from "../faults/fault-list";
import { FilterBar } from "../faults/filter-bar";
import { SelectionBar } from "../faults/selection-bar";
import { SignIn } from "./sign-in";
import { link, token } from "../session/session";
import { address, filters } from "../state/address";
import { connection } from "../api/connection";
import { loading } from "../state/live-list";
import { dialog, drawerIsOpen } from "../state/dialogs";
import { Header } from "./header";
import { Icon } from "../components/icons";
import { Sidebar } from "./sidebar";
import { Toasts } from "./toasts";
import { useConsole } from "./use-console";

export function App({ complaint }: { complaint: string }) {
  return token.value || link.value ? <Console /> : <SignIn complaint={complaint} />;
}

const SOON = 1_000; // milliseconds after the first list, which has the line for itself

function Console() {
  useConsole();
  const isRead = loading.value !== "loading";
  useEffect(() => {
    if (!isRead) return undefined;
    const later = setTimeout(() => {
      void load("panel");
      void load("dialogs");
    }, SOON);
    return () => clearTimeout(later);
  }, [isRead]);
  const { view, fault } = address.value;
  return (
    <div class="console" data-view={view} data-fault={fault !== ""}>
      <a class="skip" href="#main">
        To the faults
      </a>
      <Header />
      <Sidebar />
      {drawerIsOpen.value && (
        <div class="shade only-narrow" onClick={() => (drawerIsOpen.value = false)} />
      )}
      <main id="main" tabIndex={-1}>
        <ConnectionNote />
        {view === "faults" ? <Faults /> : <Late key={view} view={view} />}
      </main>
      {view === "faults" && fault && <Late key="panel" view="panel" />}
      {dialog.value && <Late key="dialogs" view="dialogs" />}
      <Toasts />
    </div>
  );
}

function Faults() {
  return (
    <>
      <h1 class="unseen">Faults</h1>
      <FilterBar />
      <SelectionBar />
      {filters.value.group ? <Late key="groups" view="groups" /> : <FaultList />}
    </>
  );
}

function ConnectionNote() {
  if (connection.value === "online") return null;
  return (
    <p class="connection" role="alert">
      <Icon name="plug" />
      {connection.value === "offline"
        ? "You are offline. What you see is as it was; it goes on by itself."
        : "Faultbook does not answer. What you see is as it was; it is tried again."}
    </p>
  );
}

const LATE = {
  statistics: () => import("../statistics/statistics-view"),
  administration: () => import("../administration/administration-view"),
  groups: () => import("../faults/group-list"),
  panel: () => import("../faults/fault-panel"),
  dialogs: () => import("./dialogs"),
};
type LateView = keyof typeof LATE;
const loaded = new Map<LateView, ComponentType>();

async function load(view: LateView): Promise<ComponentType> {
  const { default: View } = await LATE[view]();
  loaded.set(view, View);
  return View;
}

/**
 * What few look at, and the charts' library, comes only with the first look at it. Each has a key:
 * without one a dialog that closes would lend its state to the panel that opens.
 */
function Late({ view }: { view: LateView }) {
  const [View, setView] = useState<ComponentType | null>(() => loaded.get(view) ?? null);
  useEffect(() => {
    if (!View) void load(view).then((found) => setView(() => found));
  }, []);
  if (View) return <View />;
  return view === "dialogs" || view === "panel" ? null : <p class="list-end">Loading…</p>;
}
