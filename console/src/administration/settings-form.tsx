import { useEffect, useState } from "preact/hooks";
import { changeSettings, readSettings } from "../api/administration";
import { Complaint } from "../components/complaint";
import { useReading } from "../components/use-reading";
import { momentOf } from "../state/times";
import { toast } from "../state/toasts";

export function SettingsForm() {
  const { value: settings, failure, act } = useReading(readSettings);
  const [servers, setServers] = useState("");
  const [stripes, setStripes] = useState("1");
  useEffect(() => {
    setServers((settings?.servers ?? []).join("\n"));
    setStripes(String(settings?.stripes.chosen ?? 1));
  }, [settings]);
  const save = async (event: Event) => {
    event.preventDefault();
    const names = servers.split("\n").filter((name) => name.trim());
    const change = { servers: names.length ? names : null, stripes: Number(stripes) };
    if (await act(() => changeSettings(change))) toast("done", "The settings are saved.");
  };
  return (
    <section aria-labelledby="settings-title">
      <h2 id="settings-title">Settings</h2>
      <Complaint text={failure} />
      {settings && (
        <form class="stack" onSubmit={(event) => void save(event)}>
          <label>
            FortiMonitor servers, one a line
            <textarea
              rows={4}
              placeholder="Any name is a server."
              value={servers}
              onInput={(event) => setServers(event.currentTarget.value)}
            />
          </label>
          <label>
            Stripes, one for each thousand faults a second
            <input
              type="number"
              min={1}
              required
              value={stripes}
              onInput={(event) => setStripes(event.currentTarget.value)}
            />
          </label>
          {settings.stripes.since && Date.parse(settings.stripes.since) > Date.now() && (
            <p class="quiet">They are written from {momentOf(settings.stripes.since)} on.</p>
          )}
          <div class="buttons">
            <button class="primary">Save</button>
          </div>
        </form>
      )}
    </section>
  );
}
