/** A key, or several in turn, as they stand on a keyboard. */
export function Keys({ of }: { of: string }) {
  return (
    <>
      {of
        .split(" ")
        .filter(Boolean)
        .flatMap((key) => namesOf(key).map((name) => <kbd key={name}>{name}</kbd>))}
    </>
  );
}

function namesOf(key: string): string[] {
  if (key === "Escape") return ["Esc"];
  if (/^[A-Z]$/.test(key)) return ["Shift", key.toLowerCase()];
  return key.split("-");
}
