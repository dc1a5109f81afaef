import { toast } from "../state/toasts";

export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast("done", `${what} is copied.`);
  } catch {
    toast("failure", `${what} could not be copied; the browser does not allow it here.`);
  }
}
