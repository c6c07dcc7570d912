// A real identity provider on a random port of this machine, for the tests.
//
// Reads one line of JSON from standard input: {"redirect_uri": …, "people": {login: claims}}.
// Writes one line when it is ready: {"issuer": …}. Leaves when standard input ends.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

import Provider from "oidc-provider";

const lines = createInterface({ input: process.stdin });
lines.once("line", (line) => serve(JSON.parse(line)));
lines.once("close", () => process.exit(0));

function serve({ redirect_uri, people }) {
  let answer = () => {};
  const server = createServer((request, response) => answer(request, response));
  server.listen(0, "127.0.0.1", () => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    answer = provider(issuer, redirect_uri, people).callback();
    process.stdout.write(`${JSON.stringify({ issuer })}\n`);
  });
}

function provider(issuer, redirect_uri, people) {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: "jwk" }), kid: randomBytes(8).toString("hex"), use: "sig" };
  const client = { redirect_uris: [redirect_uri], response_types: ["code"], grant_types: ["authorization_code"] };
  return new Provider(issuer, {
    clients: [
      { ...client, client_id: "samehands", client_secret: "a secret: with + and %" },
      { ...client, client_id: "samehands-public", token_endpoint_auth_method: "none" },
    ],
    jwks: { keys: [key] },
    cookies: { keys: [randomBytes(32).toString("hex")] },
    pkce: { required: () => true },
    claims: { openid: ["sub"], profile: ["preferred_username", "groups", "pseudonym"] },
    conformIdTokenClaims: false, // everything in the ID token, as most providers do
    features: { devInteractions: { enabled: true } },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    findAccount: (_, login) =>
      login in people ? { accountId: login, claims: () => ({ sub: `person-${login}`, ...people[login] }) } : undefined,
  });
}
