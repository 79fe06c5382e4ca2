// Drives the npm package "open311" against a server: node open311_client.js ENDPOINT KEY.
// Prints what it parsed as one line of JSON. Two packages it needs for XML alone aren't on npm.
const Module = require("module");
const load = Module._load;
const missing = new Set(["sparkxml", "xml2json"]);
Module._load = (name, ...rest) => (missing.has(name) ? {} : load(name, ...rest));

const Open311 = require("open311");
const [endpoint, apiKey] = process.argv.slice(2);
const client = new Open311({ endpoint, apiKey, discovery: `${endpoint}discovery.json` });
const ask = (name, ...given) =>
  new Promise((good, bad) =>
    client[name](...given, (error, data) => (error ? bad(new Error(`${name}: ${data}`)) : good(data))),
  );

async function main() {
  const found = {};
  found.discovery = await ask("serviceDiscovery", { cache: true });
  found.endpoint = client.endpoint;
  found.services = await ask("serviceList");
  found.definition = await ask("serviceDefinition", "06010");
  found.sent = await ask("submitRequest", {
    service_code: "06010",
    lat: 25.0911,
    long: 102.6603,
    description: "来自 JavaScript 的上报",
    attributes: { amount: "3" },
  });
  const number = found.sent[0].service_request_id;
  found.one = await ask("serviceRequest", number);
  found.several = await ask("serviceRequests", [number], {});
  found.list = await ask("serviceRequests", { status: "open", page_size: 5 });
  found.token = await ask("token", number);
  found.refused = await ask("submitRequest", { service_code: "06010" }).catch((e) => e.message);
  console.log(JSON.stringify(found));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
