// Calls of the package opsgenie-sdk and, as JSON, what it made of each answer:
//
//	node call.js <base URL>    with the calls as JSON on standard input: [["create", {...}], ...]
//
// The arguments of a call are those of its method before the callback.
const sdk = require("opsgenie-sdk");

const [host] = process.argv.slice(2);
sdk.configure({ host, api_key: process.env.OPSGENIE_KEY });

const called = (method, given) =>
  new Promise((resolve) =>
    sdk.alertV2[method](...given, (error, answer) =>
      resolve(error ? { error: error.message || String(error), status: error.httpStatusCode } : answer),
    ),
  );

(async () => {
  const text = require("fs").readFileSync(0, "utf8");
  const answers = [];
  for (const [method, ...given] of JSON.parse(text)) answers.push(await called(method, given));
  process.stdout.write(JSON.stringify(answers));
})();
