import tseslint from "typescript-eslint";

const NO_MARKUP_FROM_STRINGS = [
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
    message: "Markup is never made from strings: the policy forbids inline script and style.",
  },
  {
    selector: "JSXAttribute[name.name='style'] > Literal",
    message: "A style attribute breaks the content security policy; use a class or an object.",
  },
  {
    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]",
    message: "Markup is never made from strings.",
  },
];

export default tseslint.config(
  { ignores: ["node_modules"] },
  {
    files: ["src/**/*.{ts,tsx}", "vite.config.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "no-restricted-syntax": ["error", ...NO_MARKUP_FROM_STRINGS],
      "max-lines": ["error", { max: 300, skipBlankLines: true }],
      complexity: ["error", 12],
      eqeqeq: "error",
      // Numbers in sentences are the point of this console.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An arrow that returns what a void call returns is the plainest event handler.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ["dev/**/*.mjs", "*.mjs"],
    extends: [tseslint.configs.base],
    rules: { eqeqeq: "error", "no-undef": "off", "max-lines": ["error", { max: 300 }] },
  },
);
