/** The web addresses in a text that somebody wrote. */

export interface Piece {
  text: string;
  /** Where it leads; null for what is text alone. */
  href: string | null;
}

// Signs that turn the direction of a text end an address: they could make it look like another.
const ADDRESS = /\bhttps?:\/\/[^\s<>"`\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gi;
const AFTER = /[.,;:!?'*_~\]}]$/;

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = withoutItsEnd(found[0]);
    if (!URL.canParse(address)) continue;
    if (found.index > end) pieces.push({ text: text.slice(end, found.index), href: null });
    pieces.push({ text: address, href: address });
    end = found.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null });
  return pieces;
}

/** What closes the sentence or the bracket around an address is not part of it. */
function withoutItsEnd(address: string): string {
  let kept = address;
  while (AFTER.test(kept) || (kept.endsWith(")") && !isBalanced(kept))) kept = kept.slice(0, -1);
  return kept;
}

function isBalanced(text: string): boolean {
  return text.split("(").length >= text.split(")").length;
}
