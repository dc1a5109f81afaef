import { expect, test } from "vitest";
import { blocksOf } from "./blocks";

const FAULTS = Array.from({ length: 2_000 }, (_, place) => ({
  id: `flt_${(place * 7919) % 99991}`,
}));

test("the blocks together are the list, and none is long", () => {
  const blocks = blocksOf(FAULTS);
  expect(blocks.flat()).toEqual(FAULTS);
  expect(blocks.length).toBeGreaterThan(100);
  expect(Math.max(...blocks.map((block) => block.length))).toBeLessThanOrEqual(20);
});

test("a fault that comes at the top leaves all blocks but the first ones as they were", () => {
  const before = blocksOf(FAULTS).map((block) => block.map(({ id }) => id).join());
  const after = blocksOf([{ id: "flt_new" }, ...FAULTS]).map((block) =>
    block.map(({ id }) => id).join(),
  );
  expect(after.filter((block) => !before.includes(block)).length).toBeLessThan(5);
});
