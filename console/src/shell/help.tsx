import { Keys } from "../components/keys";
import { Modal } from "../components/modal";
import { COMMANDS, GROUPS } from "./commands";

export function Help() {
  const withKeys = COMMANDS.filter((command) => command.keys);
  return (
    <Modal title="Keys">
      <div class="help">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {withKeys
                .filter((command) => command.group === group)
                .map(({ keys, words }) => (
                  <div key={keys}>
                    <dt>
                      <Keys of={keys} />
                    </dt>
                    <dd>{words}</dd>
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
