// One call of the npm package mackerel and, as JSON, the body that it was answered:
//
//     node call.js <base URL> <method> [argument as JSON ...]

const Mackerel = require("mackerel");

const [origin, method, ...sent] = process.argv.slice(2);
const client = new Mackerel(process.env.MACKEREL_APIKEY, { origin });

client[method](...sent.map((argument) => JSON.parse(argument)))
  .then(({ body }) => console.log(body))
  .catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
