/** Files as text: Vite reads them for the tests. */
declare module "*?raw" {
  const text: string;
  export default text;
}
