"""What a page has left behind in the browser, wherever a page can leave anything."""

from typing import Any

from playwright.sync_api import BrowserContext, Page

_LOOK = """async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    files: await (async () => {
        let count = 0;
        for await (const name of (await navigator.storage.getDirectory()).keys()) count += name ? 1 : 0;
        return count;
    })(),
    name: window.name.length,
    history: history.state === null ? 0 : 1,
    marks: performance.getEntriesByType("mark").length + performance.getEntriesByType("measure").length,
})"""


def left_behind(page: Page, context: BrowserContext) -> dict[str, int]:
    """Kind of storage → how many things are in it; kinds that are empty are left out."""
    found: dict[str, Any] = page.evaluate(_LOOK)
    found["cookies"] = len(context.cookies())
    return {kind: count for kind, count in found.items() if count}
