/* Notes, in the page itself, when each thing of a start could be seen and tapped; times are ms since the navigation began. */

(() => {
  const marks = (window.__marks = {});

  /** The first moment it is drawn and takes a tap at its middle. */
  const WANTED = {
    login: '.login input',
    lock: 'input[inputmode="numeric"]',
    task: '[data-testid="task"] button, [data-testid="task"] a',
  };

  const takesTap = (element) => {
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, innerHeight - box.top) / 2];
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  };

  const look = () => {
    for (const [name, selector] of Object.entries(WANTED)) {
      if (marks[name] !== undefined) continue;
      const element = document.querySelector(selector);
      if (element && takesTap(element)) marks[name] = performance.now();
    }
    if (marks.task === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  /** What the person does last before the app goes on by itself. */
  addEventListener("input", ({ target }) => (marks[target.closest(".login") ? "filled" : "typed"] = performance.now()), true);
})();
