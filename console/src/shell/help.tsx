import { Modal } from "../components/modal";

const KEYS: [string, [string[], string][]][] = [
  [
    "Move",
    [
      [["j", "k"], "next, previous fault"],
      [["Enter"], "open it"],
      [["Esc"], "close, or clear the selection"],
      [["/"], "search"],
      [["g", "l"], "list"],
      [["g", "t"], "hierarchy"],
      [["g", "s"], "statistics"],
    ],
  ],
  [
    "Act on the selected, or on this one",
    [
      [["x"], "select"],
      [["Shift", "x"], "select up to here"],
      [["a"], "acknowledge, or take it back"],
      [["r"], "resolve, or reopen"],
      [["c"], "comment"],
      [["u"], "undo the last"],
    ],
  ],
  [
    "Console",
    [
      [["t"], "dark or light"],
      [["d"], "dense or comfortable rows"],
      [["z"], "local time or UTC"],
      [["s"], "share the open faults"],
      [["?"], "these keys"],
    ],
  ],
];

export function Help() {
  return (
    <Modal title="Keys">
      <div class="help">
        {KEYS.map(([title, lines]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {lines.map(([keys, meaning]) => (
                <div key={meaning}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="quiet">
        A circle is low, a square a warning, a diamond medium, a triangle high, an octagon critical.
        The API itself is described at <a href="/docs">/docs</a>.
      </p>
    </Modal>
  );
}
