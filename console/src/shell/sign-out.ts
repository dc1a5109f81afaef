import { endSession } from "../session/session";
import { forgetDrafts } from "../state/drafts";

/** Whoever comes next in this tab sees nothing of who was here before. */
export function signOut(): void {
  forgetDrafts();
  endSession("signed out");
}
