/** A browser notification and a sound for what becomes critical: off until somebody asks. */

import { effect, signal } from "@preact/signals";
import { token } from "../session/session";
import { listFaults } from "../api/faults";
import type { Fault } from "../api/types";
import { openFault } from "./address";
import { remembered } from "./remembered";
import { toast } from "./toasts";

export const notifications = remembered("notifications", ["off", "on"], "off");
export const sound = remembered("sound", ["off", "on"], "off");

const NEWEST = new URLSearchParams({ status: "unresolved", severity: "CRITICAL", limit: "20" });
const MOST = 3; // notifications at once; the last one tells how many more there are

/** What is critical already when somebody comes is no news. */
const known = signal<ReadonlySet<string> | null>(null);

effect(() => {
  if (notifications.value === "off" && sound.value === "off") known.value = null;
  else if (token.value) void lookForAlarms();
});

/** Whether they are on then: a browser may not allow them. */
export async function chooseNotifications(wanted: boolean): Promise<boolean> {
  const isOn = wanted && (await Notification.requestPermission()) === "granted";
  if (wanted && !isOn) toast("warning", "The browser does not allow notifications of this page.");
  notifications.value = isOn ? "on" : "off";
  return isOn;
}

export async function lookForAlarms(): Promise<void> {
  if (notifications.peek() === "off" && sound.peek() === "off") return;
  const page = await listFaults(NEWEST).catch(() => null);
  if (!page) return; // the next round asks again
  const { data } = page;
  const before = known.peek();
  known.value = new Set([...(before ?? []), ...data.map((fault) => fault.id)]);
  const news = before ? data.filter((fault) => !before.has(fault.id)) : [];
  if (!news.length) return;
  if (notifications.peek() === "on") notify(news);
  if (sound.peek() === "on") play();
}

export function forgetAlarms(): void {
  known.value = null;
}

function notify(news: Fault[]): void {
  const more = news.length - MOST;
  for (const [index, fault] of news.slice(0, MOST).entries()) {
    const rest = more > 0 && index === MOST - 1 ? `, and ${more} more` : "";
    const shown = new Notification(fault.message, {
      body: `Critical at ${fault.resource_id}${rest}`,
      icon: "/favicon.svg",
      tag: fault.id, // several open consoles tell it once
    });
    shown.onclick = () => {
      window.focus();
      openFault(fault.id);
      shown.close();
    };
  }
}

const TONES = [880, 660]; // hertz, one after the other
const LENGTH = 0.18; // seconds

export function play(): void {
  const context = new AudioContext();
  const volume = new GainNode(context, { gain: 0.15 });
  volume.connect(context.destination);
  for (const [index, frequency] of TONES.entries()) {
    const tone = new OscillatorNode(context, { frequency, type: "triangle" });
    tone.connect(volume);
    tone.start(context.currentTime + index * LENGTH);
    tone.stop(context.currentTime + (index + 1) * LENGTH);
    if (index === TONES.length - 1) tone.onended = () => void context.close();
  }
}
