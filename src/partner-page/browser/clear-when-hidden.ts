const longestHiddenMilliseconds = 10 * 60_000;

/** Calls `clear` when the page has been hidden for ten minutes, at the latest when it is seen again. */
export function clearWhenHidden(clear: () => void): void {
  let hiddenSince: number | undefined;
  const check = () => {
    if (hiddenSince === undefined || Date.now() - hiddenSince < longestHiddenMilliseconds) return;
    hiddenSince = undefined;
    clear();
  };
  document.addEventListener("visibilitychange", () => {
    // A browser may stop the timers of a hidden page.
    check();
    hiddenSince = document.hidden ? Date.now() : undefined;
    if (document.hidden) setTimeout(check, longestHiddenMilliseconds);
  });
}
