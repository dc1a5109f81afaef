// Calls of the package opsgenie-sdk and, as JSON, what it made of each answer:
//
//	node call.js <base URL>    with the calls as JSON on standard input: [["create", {...}], ...]
//
// The arguments of a call are those of its method before the callback. A method is one of alertV2,
// or of another resource, as "heartbeat.ping".
const sdk = require("opsgenie-sdk");

const [host] = process.argv.slice(2);
sdk.configure({ host, api_key: process.env.OPSGENIE_KEY });

const called = (named, given) =>
  new Promise((resolve) => {
    const [method, resource = "alertV2"] = named.split(".").reverse();
    sdk[resource][method](...given, (error, answer) =>
      resolve(error ? { error: error.message || String(error), status: error.httpStatusCode } : answer),
    );
  });

(async () => {
  const text = require("fs").readFileSync(0, "utf8");
  const answers = [];
  for (const [method, ...given] of JSON.parse(text)) answers.push(await called(method, given));
  process.stdout.write(JSON.stringify(answers));
})();
