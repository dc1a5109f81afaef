// One event through @pagerduty/pdjs and, as JSON, what it made of the answer:
//
//	node call.js <host:port> <event | change> <JSON of the event>
const { event, change } = require("@pagerduty/pdjs");

const [server, call, said] = process.argv.slice(2);
const send = call === "change" ? change : event;
send({ server, data: JSON.parse(said) })
  .then((answer) => {
    process.stdout.write(JSON.stringify({ status: answer.status, data: answer.data }));
    process.exit(answer.ok ? 0 : 1);
  })
  .catch((error) => {
    process.stderr.write(String(error));
    process.exit(1);
  });
