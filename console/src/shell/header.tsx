import { address, showView } from "../state/address";
import { connection } from "../api/connection";
import { dialog, drawerIsOpen } from "../state/dialogs";
import type { View } from "../state/filters";
import { isDark, toggleTheme } from "../state/theme";
import { claims, isGuest, mayAdminister, mayWrite } from "../session/session";
import { DisplayMenu } from "./display-menu";
import { signOut } from "./sign-out";
import { Icon, type IconName } from "../components/icons";

const LIVE = { online: "Live", offline: "Offline", unreachable: "No answer" } as const;

export function Header() {
  const { view } = address.value;
  return (
    <header class="header">
      <button
        type="button"
        class="plain only-narrow"
        aria-label="Views and hierarchy"
        aria-expanded={drawerIsOpen.value}
        onClick={() => {
          drawerIsOpen.value = !drawerIsOpen.value;
        }}
      >
        <Icon name="menu" />
      </button>
      <a class="brand" href="/" aria-label="Faultbook" onClick={(event) => leave(event, "faults")}>
        <img src="/favicon.svg" alt="" width="22" height="22" />
        <span>Faultbook</span>
      </a>
      <nav class="tabs" aria-label="Main">
        <Tab view="faults" icon="list" words="Faults" isShown={view === "faults"} />
        {!isGuest.value && (
          <Tab view="statistics" icon="chart" words="Statistics" isShown={view === "statistics"} />
        )}
        {mayAdminister.value && (
          <Tab
            view="administration"
            icon="key"
            words="Administration"
            isShown={view === "administration"}
          />
        )}
      </nav>
      <span class="live" data-state={connection.value} role="status">
        <i aria-hidden="true" />
        {LIVE[connection.value]}
      </span>
      <div class="header-tools">
        {mayWrite.value && (
          <Tool
            icon="plus"
            words="Report a fault"
            onClick={() => (dialog.value = { name: "report" })}
          />
        )}
        {mayWrite.value && (
          <Tool
            isWideOnly
            icon="share"
            words="Share"
            onClick={() => (dialog.value = { name: "share" })}
          />
        )}
        <DisplayMenu />
        <Tool
          isWideOnly
          icon="moon"
          words={isDark() ? "Light theme" : "Dark theme"}
          onClick={toggleTheme}
        />
        <Tool
          isWideOnly
          icon="help"
          words="Keys"
          onClick={() => (dialog.value = { name: "help" })}
        />
        <span class="who" title={`Customer ${claims.value?.customer ?? ""}`}>
          <bdi>{isGuest.value ? "guest" : claims.value?.subject}</bdi>
        </span>
        <Tool isWideOnly icon="leave" words="Sign out" onClick={signOut} />
      </div>
    </header>
  );
}

function Tab(props: { view: View; icon: IconName; words: string; isShown: boolean }) {
  return (
    <a
      href={props.view === "faults" ? "/" : `/?view=${props.view}`}
      aria-current={props.isShown ? "page" : undefined}
      aria-label={props.words}
      onClick={(event) => leave(event, props.view)}
    >
      <Icon name={props.icon} />
      <span>{props.words}</span>
    </a>
  );
}

interface ToolProps {
  icon: IconName;
  words: string;
  onClick: () => void;
  /** On a narrow screen it stands in the menu. */
  isWideOnly?: boolean;
}

function Tool(props: ToolProps) {
  return (
    <button
      type="button"
      class={props.isWideOnly ? "plain only-wide" : "plain"}
      aria-label={props.words}
      title={props.words}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}

/** A new tab stays a new tab. */
function leave(event: MouseEvent, view: View): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  showView(view);
}
