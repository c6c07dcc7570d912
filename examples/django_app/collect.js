/** Collects once the agent agrees; before that nothing is observed, and nothing fetched. */

const { server, token, projection } = document.querySelector('meta[name="samehands"]').dataset;
const agreed = new Promise((agree) => {
  document.getElementById("agree").addEventListener("click", () => agree(true), { once: true });
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
