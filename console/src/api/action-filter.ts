/** Names of `GET /fault` with their values; a list where a name may have several. */
export type ActionFilter = Record<string, string | string[] | boolean>;

const FLAGS = ["acknowledged", "snoozed"];
const LISTS = ["severity", "status", "type", "assignee"];

/** The filters of a list, as an action takes them. */
export function actionFilterOf(query: URLSearchParams): ActionFilter {
  const filter: ActionFilter = {};
  for (const name of new Set(query.keys())) {
    if (name === "order") continue;
    const values = query.getAll(name);
    if (LISTS.includes(name)) filter[name] = values;
    else filter[name] = FLAGS.includes(name) ? values[0] === "true" : (values[0] ?? "");
  }
  return filter;
}
