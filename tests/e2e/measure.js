/* What is wrong with the screen as it stands now, in words: one function, put into the page by measuring.py. */

(() => {
  const LEAST = 48;
  const INTERACTIVE = "a[href], button, input, select, textarea, summary, [role=button], [role=switch], [role=tab]";

  /** An open dialog makes everything else inert. */
  const scope = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;

  /** Words for screen readers alone stand in a box of one pixel. */
  const isForReaders = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.clientWidth <= 1 && getComputedStyle(at).position === "absolute") return true;
    return false;
  };

  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest("[aria-hidden=true]") && !isForReaders(element);

  const name = (element) => {
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 24);
    return `<${element.tagName.toLowerCase()}${element.className && typeof element.className === "string" ? `.${element.className.split(" ").join(".")}` : ""}> ${words}`;
  };

  const union = (boxes) => ({
    left: Math.min(...boxes.map((b) => b.left)),
    right: Math.max(...boxes.map((b) => b.right)),
    top: Math.min(...boxes.map((b) => b.top)),
    bottom: Math.max(...boxes.map((b) => b.bottom)),
  });

  /** A field is hit through its label as well, a switch drawn over by its words, too. */
  const boxOf = (element) => union([element, ...(element.labels ?? [])].map((each) => each.getBoundingClientRect()));

  /** WCAG 2.5.8 excepts a link inside a sentence: its size is that of the line. */
  const isInSentence = (element) =>
    element.tagName === "A" && getComputedStyle(element).display === "inline" &&
    [...element.parentNode.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());

  const seenControls = () => [...scope().querySelectorAll(INTERACTIVE)].filter((each) => isSeen(each) && each.type !== "hidden");

  const smallTargets = () =>
    seenControls()
      .filter((each) => !isInSentence(each))
      .map((each) => ({ each, box: boxOf(each) }))
      .filter(({ box }) => box.right - box.left < LEAST - 0.5 || box.bottom - box.top < LEAST - 0.5)
      .map(({ each, box }) => `small ${Math.round(box.right - box.left)}×${Math.round(box.bottom - box.top)}: ${name(each)}`);

  /** A row of chips is pushed sideways under the finger; that is how it is meant. */
  const isInScroller = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return at.tagName !== "DIALOG";
    }
    return false;
  };

  const sideways = () => {
    const faults = [];
    const page = document.scrollingElement;
    if (page.scrollWidth > innerWidth + 1) faults.push(`the page is ${page.scrollWidth} wide`);
    for (const each of scope().querySelectorAll("*")) {
      if (!isSeen(each) || each.closest("svg") || isInScroller(each)) continue;
      const box = each.getBoundingClientRect();
      if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1)) faults.push(`beyond the edge: ${name(each)}`);
    }
    return faults.slice(0, 5);
  };

  /** The words themselves, without the room around them. */
  const textBox = (element) => {
    const boxes = [];
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      if (!walk.currentNode.textContent.trim() || isForReaders(walk.currentNode.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(walk.currentNode);
      boxes.push(...range.getClientRects());
    }
    return boxes.length ? union(boxes) : null;
  };

  const cutOff = () => {
    const faults = [];
    for (const each of scope().querySelectorAll("*")) {
      if (!isSeen(each) || each.closest("svg") || !each.textContent.trim()) continue;
      const { overflowX, overflowY } = getComputedStyle(each);
      const hides = (value) => value === "hidden" || value === "clip";
      if (hides(overflowX) && each.scrollWidth > each.clientWidth + 1) faults.push(`cut off at the side: ${name(each)}`);
      if (hides(overflowY) && each.scrollHeight > each.clientHeight + 1) faults.push(`cut off below: ${name(each)}`);
    }
    for (const each of seenControls().filter(({ tagName }) => tagName === "BUTTON" || tagName === "A" || tagName === "SUMMARY")) {
      const [words, box] = [textBox(each), each.getBoundingClientRect()];
      if (!words || getComputedStyle(each).display === "inline") continue;
      const out = Math.max(box.left - words.left, words.right - box.right, box.top - words.top, words.bottom - box.bottom);
      if (out > 2) faults.push(`${Math.round(out)} px out of its button: ${name(each)}`);
    }
    return faults;
  };

  /** Bars that stick lie over what scrolls under them, so only neighbours of one layer are compared. */
  const layerOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { position } = getComputedStyle(at);
      if (position === "sticky" || position === "fixed" || at.tagName === "DIALOG") return at;
    }
    return null;
  };

  const overlaps = () => {
    const controls = seenControls().map((each) => ({ each, box: each.getBoundingClientRect(), layer: layerOf(each) }));
    const faults = [];
    controls.forEach((a, i) => {
      for (const b of controls.slice(i + 1)) {
        if (a.layer !== b.layer || a.each.contains(b.each) || b.each.contains(a.each)) continue;
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (wide > 2 && high > 2 && !isPartOf(a.each, b.each)) faults.push(`one over the other: ${name(a.each)} and ${name(b.each)}`);
      }
    });
    return faults;
  };

  /** The eye in a password field stands in the field on purpose, which keeps room for it. */
  const isPartOf = (a, b) => a.parentElement === b.parentElement && [a, b].some(({ tagName }) => tagName === "INPUT");

  const outOfReach = () => {
    const [x, y] = [scrollX, scrollY];
    const faults = seenControls()
      .filter((each) => each.classList.contains("main") && !each.disabled)
      .filter((each) => {
        each.scrollIntoView({ block: "center" });
        const box = each.getBoundingClientRect();
        const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
        return !each.contains(hit);
      })
      .map((each) => `out of reach: ${name(each)}`);
    scrollTo(x, y);
    return faults;
  };

  const axeFaults = async (only) => {
    const tags = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] };
    const { violations } = await axe.run(document, {
      runOnly: only ? { type: "rule", values: only } : tags,
      resultTypes: ["violations"],
      elementRef: false,
    });
    return violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, failureSummary }) =>
      `axe ${id}: ${html.slice(0, 120)} ${failureSummary.split("\n").slice(1, 3).join(" ").trim().slice(0, 160)}`));
  };

  /** What has just changed is drawn in the next frames. */
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

  const dress = async (theme) => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.classList.toggle("van-theme-dark", theme === "dark");
    await drawn();
  };

  /** A colour on its way from one theme to the other is neither. */
  const still = document.createElement("style");
  still.textContent = "*, *::before, *::after { transition: none !important; animation: none !important }";
  document.head.append(still);

  window.__measure = {
    /** As it is: everything; and in its own size once more the colours of the other theme. */
    async all(isPhone, isOwnSize) {
      await drawn();
      const worn = document.documentElement.dataset.theme;
      const faults = [...(isPhone ? smallTargets() : []), ...sideways(), ...cutOff(), ...(await axeFaults())];
      for (const theme of ["light", "dark"]) {
        if (theme === worn || !isOwnSize) continue;
        await dress(theme);
        faults.push(...(await axeFaults(["color-contrast"])).map((fault) => `${theme}: ${fault}`));
      }
      await dress(worn);
      return faults;
    },
    /** With the system's type at twice its size. */
    async twice() {
      const { style } = document.documentElement;
      const own = parseFloat(getComputedStyle(document.documentElement).fontSize);
      style.fontSize = `${own * 2}px`;
      await drawn();
      const faults = [...sideways(), ...cutOff(), ...overlaps(), ...outOfReach()];
      style.fontSize = "";
      return faults.map((fault) => `type at 200 %: ${fault}`);
    },
  };
})();
