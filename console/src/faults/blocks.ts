/** A long list in parts, cut where a fault itself says so: what comes or goes changes one of them. */

// Rows of a block: what is seen of it is laid out as a whole.
const FEWEST = 6;
const MOST = 20;
const FURTHER = 8; // beyond the fewest, on average

export function blocksOf<T extends { id: string }>(faults: readonly T[]): T[][] {
  const blocks: T[][] = [];
  for (const fault of faults) {
    const last = blocks.at(-1);
    if (!last || endsBlock(last)) blocks.push([fault]);
    else last.push(fault);
  }
  return blocks;
}

function endsBlock(block: readonly { id: string }[]): boolean {
  if (block.length < FEWEST) return false;
  return block.length === MOST || isCut(block.at(-1)?.id ?? "");
}

/** The end of an id is drawn at random. */
function isCut(id: string): boolean {
  let sum = 0;
  for (const character of id.slice(-3)) sum = sum * 31 + character.charCodeAt(0);
  return sum % FURTHER === 0;
}
