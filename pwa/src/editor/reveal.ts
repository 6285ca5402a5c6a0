/** Brings a sentence of the preview into view: what is folded around it opens, and only the preview scrolls. */

const ABOVE_PX = 140;

/** False where the sentence is not on this screen. */
export function reveal(place: HTMLElement, sentence: string): boolean {
  const found = sentence ? textWith(place, sentence) : null;
  if (!found) return false;
  for (let fold = found.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  const scroller = place.ownerDocument.scrollingElement;
  // `scrollIntoView` would scroll the page around the preview as well.
  if (scroller) scroller.scrollTop += found.getBoundingClientRect().top - ABOVE_PX;
  return true;
}

function textWith(place: HTMLElement, sentence: string): Element | null {
  const texts = place.ownerDocument.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    if (texts.currentNode.textContent?.includes(sentence)) return texts.currentNode.parentElement;
  }
  return null;
}
