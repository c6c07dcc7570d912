// A server for developing the console: the built files with the real headers, and the console's
// part of the API from a made-up office, live. Not shipped, and no stand-in for the real server.
//
//   node dev/server.mjs [--port 5199] [--seats 48] [--rate 1] [--setup]
//
// The name to log in with is the role: analyst, privacy_officer, auditor, admin, self. Any password
// does but "wrong". --rate is changes a second. GET /dev/drop breaks every live feed, once.

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { forbidden, problem, routesOf } from "./answers.mjs";
import { startState } from "./state.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "5199" },
    seats: { type: "string", default: "48" },
    rate: { type: "string", default: "1" },
    setup: { type: "boolean", default: false },
  },
});
const port = Number(options.port);
const origin = `http://127.0.0.1:${port}`;
const FILES = fileURLToPath(new URL("../../src/samehands/server/static", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};
const ROLES = ["analyst", "privacy_officer", "auditor", "admin", "self"];

const state = startState({ seats: Number(options.seats), origin, setupNeeded: options.setup });
const routes = routesOf(state).map(([method, pattern, roles, answer]) => ({
  method,
  pattern: new RegExp(`^${pattern.replaceAll(/:\w+/g, "([^/]+)")}$`),
  roles,
  answer,
}));
const streams = new Map();

state.say = (seat) => {
  const said = state.world.seat(seat);
  send("now", "seat", said);
  send(seat.session, "verdict", verdictOf(seat));
};
const verdictOf = (seat) => ({ session: seat.session, at: seat.evidence.at });

setInterval(() => state.say(state.world.tick(state.clock())), 1000 / Number(options.rate)).unref();

createServer((request, response) => {
  void serve(request, response).catch((failure) => {
    console.error(failure);
    response.destroy();
  });
}).listen(port, "127.0.0.1", () => console.log(`${origin}/console/`));

async function serve(request, response) {
  const address = new URL(request.url, origin);
  const roles = rolesOf(request);
  if (address.pathname === "/dev/drop") {
    for (const stream of streams.keys()) stream.destroy();
    return json(response, { status: 204 });
  }
  if (address.pathname.startsWith("/console")) return file(response, address.pathname);
  if (
    address.pathname === "/v1/login" ||
    address.pathname === "/v1/logout" ||
    address.pathname === "/v1/setup"
  ) {
    return login(request, response, address.pathname, roles);
  }
  if (roles === null) {
    return json(response, problem(401, "unauthenticated", "Nobody is known to be asking."));
  }
  const live = /^\/v1\/(now|sessions\/([^/]+))\/events$/.exec(address.pathname);
  if (live) return stream(request, response, live[2] ?? "now");
  return json(response, await answerTo(request, address, roles));
}

async function answerTo(request, address, roles) {
  const paths = routes.filter(({ pattern }) => pattern.test(address.pathname));
  const route = paths.find(({ method }) => method === request.method);
  if (!route) return problem(404, "not_found", "There is nothing here.");
  if (!route.roles.some((role) => roles.includes(role))) return forbidden();
  if (request.method !== "GET" && request.headers["x-samehands-csrf"] !== "csrf") {
    return problem(403, "csrf", "The request did not come from the console.");
  }
  return route.answer({
    path: route.pattern.exec(address.pathname).slice(1).map(decodeURIComponent),
    query: address.searchParams,
    body: await bodyOf(request),
    roles,
    account: accountOf(roles),
  });
}

const accountOf = (roles) => state.accounts.find((each) => each.roles[0] === roles[0]);

function rolesOf(request) {
  const role = /(?:^|; )role=(\w+)/.exec(request.headers.cookie ?? "")?.[1];
  return ROLES.includes(role) ? [role] : null;
}

async function login(request, response, path, roles) {
  const body = await bodyOf(request);
  let known = roles;
  if (path === "/v1/logout") known = null;
  if (path === "/v1/setup") known = ["admin"];
  if (path === "/v1/login" && request.method === "POST") {
    if (!ROLES.includes(body.name) || body.password === "wrong") {
      return json(response, problem(401, "login_refused", "Name or password is wrong."));
    }
    known = [body.name];
  }
  if (path === "/v1/setup") state.setupNeeded = false;
  response.setHeader(
    "Set-Cookie",
    `role=${known?.[0] ?? "none"}; Path=/; HttpOnly; SameSite=Strict`,
  );
  const account = known && accountOf(known);
  return json(response, {
    status: 200,
    body: {
      account: account ? { id: account.id, name: account.name } : null,
      roles: known ?? [],
      csrf: known ? "csrf" : null,
      setup_needed: state.setupNeeded,
      oidc: { name: "Example Group" },
    },
  });
}

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return pieces.length === 0 ? null : JSON.parse(Buffer.concat(pieces).toString());
}

function json(response, { status, body }) {
  const type = status >= 400 ? "application/problem+json" : "application/json";
  response.writeHead(status, { ...HEADERS, "Content-Type": type, "Cache-Control": "no-store" });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function stream(request, response, about) {
  response.writeHead(200, { ...HEADERS, "Content-Type": "text/event-stream" });
  response.write(": hello\n\n");
  streams.set(response, about);
  const seat = state.world.seatOf(about);
  if (seat) send(about, "verdict", verdictOf(seat));
  request.on("close", () => streams.delete(response));
}

function send(about, name, data) {
  for (const [response, subject] of streams) {
    if (subject === about) response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

function file(response, path) {
  const name = path === "/console" || path === "/console/" ? "/console/index.html" : path;
  const place = normalize(join(FILES, name));
  if (!place.startsWith(FILES) || !existsSync(place)) {
    return json(response, problem(404, "not_found", "There is nothing here."));
  }
  response.writeHead(200, { ...HEADERS, "Content-Type": TYPES[extname(place)] ?? "text/plain" });
  createReadStream(place).pipe(response);
  return undefined;
}
