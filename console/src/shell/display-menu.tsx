import type { Signal } from "@preact/signals";
import { Icon } from "../components/icons";
import { mayWrite } from "../session/session";
import { chooseNotifications, notifications, play, sound } from "../state/alarms";
import { density } from "../state/density";
import { dialog } from "../state/dialogs";
import { isDark, toggleTheme } from "../state/theme";
import { zone } from "../state/times";
import { signOut } from "./sign-out";

/** How the console looks to whoever sits here; kept in this browser. */
export function DisplayMenu() {
  return (
    <>
      <button
        type="button"
        class="plain"
        popovertarget="display"
        aria-label="Display"
        title="Display"
      >
        <Icon name="sliders" />
      </button>
      <div id="display" class="menu" popover="auto" role="group" aria-label="Display">
        <Choice
          title="Density"
          chosen={density}
          values={[
            ["comfortable", "Comfortable"],
            ["compact", "Compact"],
          ]}
        />
        <Choice
          title="Times"
          chosen={zone}
          values={[
            ["local", "Local"],
            ["utc", "UTC"],
          ]}
        />
        <fieldset class="choice">
          <legend>Critical</legend>
          <label>
            <input
              type="checkbox"
              checked={notifications.value === "on"}
              onChange={({ currentTarget: box }) =>
                void chooseNotifications(box.checked).then((isOn) => (box.checked = isOn))
              }
            />
            Notify
          </label>
          <label>
            <input
              type="checkbox"
              checked={sound.value === "on"}
              onChange={({ currentTarget }) => {
                sound.value = currentTarget.checked ? "on" : "off";
                if (currentTarget.checked) play();
              }}
            />
            Sound
          </label>
        </fieldset>
        <div class="menu-actions only-narrow">
          {mayWrite.value && (
            <button type="button" onClick={() => (dialog.value = { name: "share" })}>
              <Icon name="share" />
              Share
            </button>
          )}
          <button type="button" onClick={toggleTheme}>
            <Icon name="moon" />
            {isDark() ? "Light" : "Dark"}
          </button>
          <button type="button" onClick={signOut}>
            <Icon name="leave" />
            Sign out
          </button>
        </div>
      </div>
    </>
  );
}

interface ChoiceProps<T extends string> {
  title: string;
  chosen: Signal<T>;
  values: [T, string][];
}

function Choice<T extends string>({ title, chosen, values }: ChoiceProps<T>) {
  return (
    <fieldset class="choice">
      <legend>{title}</legend>
      {values.map(([value, words]) => (
        <label key={value}>
          <input
            type="radio"
            name={title}
            checked={chosen.value === value}
            onChange={() => (chosen.value = value)}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
}
