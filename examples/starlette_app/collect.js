/** Collects once the agent agrees; before that nothing is observed, and nothing fetched. */

const { server, token, projection, csrf = "" } = document.querySelector('meta[name="samehands"]').dataset;

/** Has the back end tell Samehands; whether it is kept. */
async function kept(record) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
  const answer = await fetch("/consent", { method: "POST", headers, body: JSON.stringify(record) });
  return answer.ok;
}

const agreed = new Promise((agree) => {
  document.getElementById("agree").addEventListener("click", async () => {
    const record = { version: "example-1", language: document.documentElement.lang, at: Date.now() * 1000 };
    if (await kept(record)) {
      agree(record);
    }
  });
});
const handle = samehands.start({
  server,
  token,
  projection: JSON.parse(projection),
  consent: agreed,
});

handle.onState((state) => {
  document.getElementById("state").textContent = state;
});
