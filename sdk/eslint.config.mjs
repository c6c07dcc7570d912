import tseslint from "typescript-eslint";

/** Methods of arrays, strings and the like that a page can replace under us; see src/primordials.ts. */
const REPLACEABLE = [
  "map", "filter", "forEach", "reduce", "push", "pop", "shift", "unshift", "splice", "slice", "concat",
  "join", "indexOf", "includes", "find", "some", "every", "sort", "fill", "set", "subarray", "copyWithin",
  "from", "of", "keys", "values", "entries", "charCodeAt", "split", "padStart", "startsWith", "endsWith",
  "trim", "toLowerCase", "replace", "match", "test", "exec", "then", "catch", "finally",
];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "out"] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/prefer-for-of": "off", // for-of asks Array.prototype, which the page may have changed
      "@typescript-eslint/prefer-string-starts-ends-with": "off", // the same of String.prototype
      // A promise that is returned without await is resolved by its `then`, which a page can replace.
      "@typescript-eslint/return-await": ["error", "always"],
      "max-lines": ["error", { max: 300, skipBlankLines: true }],
      "max-params": ["error", 6],
      complexity: ["error", 12],
      "no-restricted-globals": [
        "error",
        { name: "localStorage", message: "No storage." },
        { name: "sessionStorage", message: "No storage." },
        { name: "indexedDB", message: "No storage." },
        { name: "fetch", message: "Use primordials: the page may have replaced it." },
        { name: "setTimeout", message: "Use primordials: the page may have replaced it." },
      ],
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["src/**/*.test.ts", "src/primordials.ts", "src/testing/**", "src/badge.ts"] /* the badge knows nothing that a page could not */,
    rules: {
      "no-restricted-properties": [
        "error",
        { property: "key", message: "The character is never read." },
        { property: "cookie", message: "No storage." },
        { property: "innerHTML", message: "Trusted Types." },
        ...REPLACEABLE.map((property) => ({
          property,
          message: "A page can replace it: write a loop, or take it from primordials.",
        })),
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "ForOfStatement", message: "Asks Array.prototype[Symbol.iterator], which a page can replace." },
        { selector: "SpreadElement:not(ObjectExpression > SpreadElement)", message: "Asks the iterator, which a page can replace." },
        { selector: "ArrayPattern", message: "Asks the iterator, which a page can replace." },
        { selector: "CallExpression[callee.object.name='console']", message: "Nothing of ours writes to the page's console." },
        { selector: "Literal[regex]", message: "RegExp.prototype can be replaced by the page." },
      ],
    },
  },
  {
    files: ["src/**/*.test.ts", "src/testing/**"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off", "max-lines": "off", "no-restricted-globals": "off" },
  },
  { files: ["**/*.mjs", "**/*.js", "vitest.config.ts"], extends: [tseslint.configs.disableTypeChecked] },
);
