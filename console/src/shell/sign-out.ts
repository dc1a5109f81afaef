import { followSignOut, tellSignOut } from "../session/browser";
import { configuration } from "../session/configuration";
import { endSession, issued, type Issued } from "../session/session";
import { forgetDrafts } from "../state/drafts";

/** In all tabs where somebody signed in at the issuer, and there; a pasted token is this tab's alone. */
export function signOut(): void {
  const given = issued();
  forgetDrafts();
  endSession("signed out");
  if (!given) return;
  tellSignOut();
  void leave(given).then((page) => page && location.assign(page));
}

export function followSignOuts(): () => void {
  return followSignOut(() => {
    const given = issued();
    forgetDrafts();
    if (given) void leave(given);
  });
}

/** An issuer that does not answer keeps nobody signed in here. */
async function leave(given: Issued): Promise<URL | null> {
  const known = configuration.peek();
  try {
    const { endOfSession, revoke } = await import("../session/oidc");
    await revoke(known, given).catch(() => undefined);
    return await endOfSession(known, given);
  } catch {
    return null;
  }
}
