// Light, dark, or as the system says. Only this is remembered in the browser.

export type Theme = "system" | "light" | "dark";

const KEY = "samehands.theme";

export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    // Storage can be forbidden; the theme then lasts as long as the page.
    return "system";
  }
}

export function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // See above.
  }
}

/** Show a theme: the style sheet does the rest. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}
