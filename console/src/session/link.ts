/** A link to the console that needs no token: its secret stands behind the `#`, which no server sees. */

const NAME = "link";

export function linkTo(origin: string, search: string, secret: string): string {
  return `${origin}/${search}#${new URLSearchParams({ [NAME]: secret })}`;
}

export function linkIn(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get(NAME) || null;
}
