import { useState } from "preact/hooks";
import { text } from "../text";
import { applyTheme, storedTheme, storeTheme, type Theme } from "./theme";

/** Light, dark, or as the system says. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(storedTheme);
  const choose = (chosen: Theme): void => {
    setTheme(chosen);
    storeTheme(chosen);
    applyTheme(chosen);
  };
  return (
    <label class="theme">
      {text.shell.theme}
      <select value={theme} onChange={(event) => choose(event.currentTarget.value as Theme)}>
        {Object.entries(text.shell.themes).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
