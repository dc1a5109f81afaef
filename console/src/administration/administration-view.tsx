/** What an administrator sets for everybody: API keys, links, settings. */

import { ApiKeys } from "./api-keys";
import { Links } from "./links";
import { SettingsForm } from "./settings-form";
import "../styles/administration.css";

export default function AdministrationView() {
  return (
    <div class="administration">
      <h1>Administration</h1>
      <ApiKeys />
      <Links />
      <SettingsForm />
    </div>
  );
}
