/** The page's own back end. What is typed is never among what it is sent. */

/** An answer that is not what was asked for. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.detail ?? `The page's back end answered ${status}.`);
    this.status = status;
    this.reasons = answer.reasons ?? [];
  }
}

async function asked(path, options) {
  const answer = await fetch(path, { headers: { "Content-Type": "application/json" }, ...options });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body);
  return body;
}

const post = (path, body = {}) => asked(path, { method: "POST", body: JSON.stringify(body) });

export const visit = () => post("/api/visit");
export const nextSession = () => post("/api/next-session");
export const stepUp = (passed) => post("/api/step-up", { passed });
export const standing = (after) => asked(`/api/standing?after=${after}`);
export const desk = () => asked("/api/desk");
export const record = (customer) => asked(`/api/records/${encodeURIComponent(customer)}`);
export const message = () => asked("/api/message");
